/// What is new in rooms, told to those who are elsewhere (RM-14).
@NullMarked
package dev.atrium.room.tidings;

import org.jspecify.annotations.NullMarked;
