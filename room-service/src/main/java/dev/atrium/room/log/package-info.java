/// The room log in Kafka: which shards are this node's, how one appends to them, how one reads back.
@NullMarked
package dev.atrium.room.log;

import org.jspecify.annotations.NullMarked;
