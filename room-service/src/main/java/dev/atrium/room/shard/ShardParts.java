package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.checkpoint.Checkpoint;
import dev.atrium.room.checkpoint.ObjectStore;
import dev.atrium.room.checkpoint.RoomStore;
import dev.atrium.room.log.LogProducer;
import dev.atrium.room.log.ShardLog;
import dev.atrium.room.operation.ConflictResolvers;
import dev.atrium.room.tidings.TidingsSender;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/// What all shards of this node share.
///
/// @param node this node's name in its claims
/// @param announcer tells everybody what is served here
/// @param memory for the rooms of all shards
record ShardParts(
        String node,
        Vertx vertx,
        LogProducer producer,
        Announcer announcer,
        TidingsSender tidings,
        RoomStore store,
        ObjectStore objects,
        Checkpoint checkpoint,
        ShardMetrics metrics,
        ConflictResolvers resolvers,
        Limits limits,
        NodeMemory memory,
        InstantSource clock) {

    ShardLog log(Position from) {
        return new ShardLog(from, node, () -> Ids.next().toString(), clock);
    }
}
