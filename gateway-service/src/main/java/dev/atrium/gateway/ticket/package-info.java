/// One-time tickets, by which browsers open WebSockets: they cannot set headers, and a long-lived key has no place
/// in a URL. And renewals, by which open ones outlive the access token that they were opened with.
@NullMarked
package dev.atrium.gateway.ticket;

import org.jspecify.annotations.NullMarked;
