/// How much anybody may do (GW-6): quotas that all instances of a service share by Redis, and that each
/// keeps alone while Redis is away.
@NullMarked
package dev.atrium.platform.limit;

import org.jspecify.annotations.NullMarked;
