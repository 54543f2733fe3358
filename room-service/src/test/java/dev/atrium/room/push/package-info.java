@NullMarked
package dev.atrium.room.push;

import org.jspecify.annotations.NullMarked;
