@NullMarked
package dev.atrium.room.socket;

import org.jspecify.annotations.NullMarked;
