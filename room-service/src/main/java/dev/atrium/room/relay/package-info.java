/// Rooms that other nodes serve, for those who only watch: heard once, told to many (RM-9).
@NullMarked
package dev.atrium.room.relay;

import org.jspecify.annotations.NullMarked;
