@NullMarked
package dev.atrium.room.sync;

import org.jspecify.annotations.NullMarked;
