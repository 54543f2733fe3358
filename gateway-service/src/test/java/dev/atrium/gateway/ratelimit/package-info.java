@NullMarked
package dev.atrium.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
