/// Who may read which room, and which files the moderation has hidden, as the room log tells it.
@NullMarked
package dev.atrium.media.rooms;

import org.jspecify.annotations.NullMarked;
