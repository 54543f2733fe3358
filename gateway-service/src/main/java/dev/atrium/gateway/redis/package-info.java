/// The way to Redis, which may be away.
@NullMarked
package dev.atrium.gateway.redis;

import org.jspecify.annotations.NullMarked;
