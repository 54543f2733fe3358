/// One-time tickets, by which browsers open WebSockets: they cannot set headers, and a long-lived key has no place
/// in a URL.
@NullMarked
package dev.atrium.gateway.ticket;

import org.jspecify.annotations.NullMarked;
