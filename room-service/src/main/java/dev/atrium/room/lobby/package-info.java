/// A tenant's default room, which is there before anybody makes one (RM-1).
@NullMarked
package dev.atrium.room.lobby;

import org.jspecify.annotations.NullMarked;
