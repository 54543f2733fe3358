/// Other programs' transactions change rooms (RM-11).
@NullMarked
package dev.atrium.room.push;

import org.jspecify.annotations.NullMarked;
