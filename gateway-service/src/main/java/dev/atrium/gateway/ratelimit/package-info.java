/// How much who may do (GW-6): the limits by name, which of them a request falls under, and what the client
/// is told.
@NullMarked
package dev.atrium.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
