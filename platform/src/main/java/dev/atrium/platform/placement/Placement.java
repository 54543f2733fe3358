package dev.atrium.platform.placement;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.web.Json;
import java.net.URI;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Says where a shard is served. Said by its owner when it opens the shard, again and again while it owns it, and when
/// it gives it up.
///
/// @param shards how many shards there are
/// @param epoch under which the owner opened the shard: of two placements the one with the higher epoch is right
/// @param node name of the owner, for operators
/// @param url where the owner takes requests; null once it has given the shard up
public record Placement(
        int shard,
        int shards,
        long epoch,
        String node,
        @Nullable URI url) {

    /// The placement as a record whose key is the shard, so that the topic keeps the last one of each.
    public ProducerRecord<byte[], byte[]> toRecord() {
        return new ProducerRecord<>(
                Topic.ROOMS_PLACEMENT.topicName(), CloudEvent.utf8(Integer.toString(shard)), Json.bytes(this));
    }

    /// @throws UndecodableException if the record is none of a placement
    static Placement of(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Json.read(record.value(), Placement.class);
        } catch (RuntimeException e) {
            throw new UndecodableException(record, e);
        }
    }
}
