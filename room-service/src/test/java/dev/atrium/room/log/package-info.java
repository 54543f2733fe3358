@NullMarked
package dev.atrium.room.log;

import org.jspecify.annotations.NullMarked;
