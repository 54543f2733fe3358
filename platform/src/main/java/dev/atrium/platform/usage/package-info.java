/// What tenants use, and what they may use (GW-16).
@NullMarked
package dev.atrium.platform.usage;

import org.jspecify.annotations.NullMarked;
