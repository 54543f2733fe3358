@NullMarked
package dev.atrium.room.lobby;

import org.jspecify.annotations.NullMarked;
