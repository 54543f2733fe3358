package dev.atrium.platform.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.web.Ids;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes to `rooms.log` as a room node that owns every shard. Each call returns when the broker has it.
public final class TestRoomLog {

    /// Who owns a shard.
    ///
    /// @param epoch 0: nobody yet
    /// @param next the position of what it writes next
    public record Owner(long epoch, long next) {}

    private final TestTopics topics;
    private final Map<Integer, Owner> owners = new HashMap<>();

    public TestRoomLog(TestTopics topics) {
        this.topics = topics;
    }

    /// Appends the event as the present owner of its room's shard.
    public void write(RoomEvent event) {
        topics.send(next(event));
    }

    /// Appends the event under another type.
    public void write(RoomEvent event, String type) {
        ProducerRecord<byte[], byte[]> record = next(event);
        record.headers().remove(CloudEvent.TYPE).add(CloudEvent.TYPE, CloudEvent.utf8(type));
        topics.send(record);
    }

    /// Appends the event as somebody who may not be the owner.
    public void write(RoomEvent event, Owner owner) {
        topics.send(encoded(event, owner));
    }

    /// Another node takes a shard over, from this log or from whom else a test lets write.
    ///
    /// @return the owner before
    public synchronized Owner takeOver(int shard) {
        Owner before = owners.getOrDefault(shard, new Owner(0, 0));
        Owner after = new Owner(Math.max(before.epoch() + 1, System.currentTimeMillis()), 0);
        owners.put(shard, after);
        topics.send(RoomLogCodec.encode(
                shard,
                new RoomLogEntry.ShardOpened(after.epoch(), "test", Ids.next().toString()),
                Instant.now()));
        return before;
    }

    public synchronized Owner owner(int shard) {
        if (!owners.containsKey(shard)) {
            takeOver(shard);
        }
        return owners.getOrDefault(shard, new Owner(0, 0));
    }

    public int shard(String room) {
        return RoomLogCodec.shard(room, topics.partitions(Topic.ROOMS_LOG));
    }

    private synchronized ProducerRecord<byte[], byte[]> next(RoomEvent event) {
        int shard = shard(event.room());
        Owner owner = owner(shard);
        owners.put(shard, new Owner(owner.epoch(), owner.next() + 1));
        return encoded(event, owner);
    }

    private ProducerRecord<byte[], byte[]> encoded(RoomEvent event, Owner owner) {
        return RoomLogCodec.encode(
                shard(event.room()), new RoomLogEntry.Written(owner.epoch(), owner.next(), event), null);
    }
}
