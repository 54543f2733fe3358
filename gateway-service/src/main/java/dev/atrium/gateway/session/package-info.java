/// Sessions of signed-in users (GW-3, GW-11): short-lived signed tokens that every gateway can check by
/// itself, and rotating refresh tokens that get new ones until the session ends.
@NullMarked
package dev.atrium.gateway.session;

import org.jspecify.annotations.NullMarked;
