@NullMarked
package dev.atrium.room.checkpoint;

import org.jspecify.annotations.NullMarked;
