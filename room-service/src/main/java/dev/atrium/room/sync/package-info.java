/// Sockets by which unmodified TinyBase clients share a room's document (RM-8). What is said on them is decided in
/// [dev.atrium.room.tinybase].
@NullMarked
package dev.atrium.room.sync;

import org.jspecify.annotations.NullMarked;
