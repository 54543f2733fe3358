@NullMarked
package dev.atrium.room.personal;

import org.jspecify.annotations.NullMarked;
