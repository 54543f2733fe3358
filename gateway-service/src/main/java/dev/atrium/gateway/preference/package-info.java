/// What people want to be as they like it (GW-11), the same on all of their devices.
@NullMarked
package dev.atrium.gateway.preference;

import org.jspecify.annotations.NullMarked;
