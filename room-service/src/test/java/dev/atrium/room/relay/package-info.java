@NullMarked
package dev.atrium.room.relay;

import org.jspecify.annotations.NullMarked;
