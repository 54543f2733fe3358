@NullMarked
package dev.atrium.room.shard;

import org.jspecify.annotations.NullMarked;
