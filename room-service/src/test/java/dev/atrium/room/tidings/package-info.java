@NullMarked
package dev.atrium.room.tidings;

import org.jspecify.annotations.NullMarked;
