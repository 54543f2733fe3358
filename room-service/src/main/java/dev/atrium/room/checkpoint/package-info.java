/// Rooms in PostgreSQL: what the log told, in batches, and what is read from there again.
@NullMarked
package dev.atrium.room.checkpoint;

import org.jspecify.annotations.NullMarked;
