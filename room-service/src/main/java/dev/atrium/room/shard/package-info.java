/// One shard of rooms, served by one node at a time, serially on one event loop.
@NullMarked
package dev.atrium.room.shard;

import org.jspecify.annotations.NullMarked;
