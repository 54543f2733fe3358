@NullMarked
package dev.atrium.room.access;

import org.jspecify.annotations.NullMarked;
