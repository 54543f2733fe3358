/// How the suite is (GW-15).
@NullMarked
package dev.atrium.gateway.health;

import org.jspecify.annotations.NullMarked;
