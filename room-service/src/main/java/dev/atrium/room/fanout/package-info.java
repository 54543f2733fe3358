@NullMarked
package dev.atrium.room.fanout;

import org.jspecify.annotations.NullMarked;
