/// Rooms by HTTP. What changes one goes to its shard, what is read comes from memory or the checkpoint.
@NullMarked
package dev.atrium.room.http;

import org.jspecify.annotations.NullMarked;
