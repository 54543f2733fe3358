/// Everything live: one writer per room, and a log that decides what counts.
@NullMarked
package dev.atrium.room;

import org.jspecify.annotations.NullMarked;
