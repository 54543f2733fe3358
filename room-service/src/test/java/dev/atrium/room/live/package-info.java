@NullMarked
package dev.atrium.room.live;

import org.jspecify.annotations.NullMarked;
