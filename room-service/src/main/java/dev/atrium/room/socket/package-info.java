/// Sockets of rooms and of persons: handshake, frames of `atrium.v1`, limits, seats, the end.
@NullMarked
package dev.atrium.room.socket;

import org.jspecify.annotations.NullMarked;
