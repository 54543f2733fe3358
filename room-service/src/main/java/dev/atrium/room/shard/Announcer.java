package dev.atrium.room.shard;

import dev.atrium.platform.placement.Placement;
import dev.atrium.room.log.LogProducer;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/// Tells everybody which shards this node serves (topic `rooms.placement`), so that requests come here.
final class Announcer {

    private final String node;
    private final URI url;
    private final LogProducer producer;
    private final IntSupplier shards;

    /// @param node this node's name
    /// @param url where others reach this node
    /// @param shards how many shards there are
    Announcer(String node, URI url, LogProducer producer, IntSupplier shards) {
        this.node = node;
        this.url = url;
        this.producer = producer;
        this.shards = shards;
    }

    /// The shard is open here.
    void serves(int shard, long epoch) {
        CompletableFuture<Void> _ = producer.announce(new Placement(shard, shards.getAsInt(), epoch, node, url));
    }

    /// The shard, which was open here, is not any more.
    ///
    /// @return as [LogProducer#announce]
    CompletableFuture<Void> givenUp(int shard, long epoch) {
        return producer.announce(new Placement(shard, shards.getAsInt(), epoch, node, null));
    }
}
