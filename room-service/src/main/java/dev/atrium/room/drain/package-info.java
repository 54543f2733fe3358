@NullMarked
package dev.atrium.room.drain;

import org.jspecify.annotations.NullMarked;
