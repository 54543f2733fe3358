/// Passes requests and WebSockets on to the services (GW-1): streaming, with back-pressure, within time
/// limits, with the internal token instead of whatever the client identified itself with (GW-5).
@NullMarked
package dev.atrium.gateway.proxy;

import org.jspecify.annotations.NullMarked;
