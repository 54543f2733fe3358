@NullMarked
package dev.atrium.room.backup;

import org.jspecify.annotations.NullMarked;
