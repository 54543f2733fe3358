/// Who may read which room, as the room log tells it.
@NullMarked
package dev.atrium.media.rooms;

import org.jspecify.annotations.NullMarked;
