@NullMarked
package dev.atrium.room.operation;

import org.jspecify.annotations.NullMarked;
