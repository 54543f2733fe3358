/// How much who may do (GW-6): lets requests pass or refuses them, and tells clients what is left.
@NullMarked
package dev.atrium.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
