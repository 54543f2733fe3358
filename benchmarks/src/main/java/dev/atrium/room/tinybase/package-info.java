@NullMarked
package dev.atrium.room.tinybase;

import org.jspecify.annotations.NullMarked;
