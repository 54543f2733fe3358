package dev.atrium.media.testing;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/// Writes to `rooms.log` as a room node would that owns every shard.
public final class RoomLog {

    private static final RoomLog INSTANCE = new RoomLog();

    private static final class Shard {
        private long epoch;
        private long next;
    }

    private final Producer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                    "acks",
                    "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final Map<Integer, Shard> shards = new HashMap<>();

    private RoomLog() {}

    /// Creates a room; returns its id when the log has it.
    public static String create(Caller owner, RoomEvent.Visibility visibility) {
        String room = newId();
        create(room, owner, visibility);
        return room;
    }

    public static void create(String room, Caller owner, RoomEvent.Visibility visibility) {
        INSTANCE.write(created(room, owner, visibility));
    }

    /// A node that lost the shard of the room long ago tries to create it: nobody must believe that.
    public static void createAsDeposedOwner(String room, Caller owner, RoomEvent.Visibility visibility) {
        INSTANCE.write(created(room, owner, visibility), 0, 0);
    }

    public static String newId() {
        return UUID.randomUUID().toString();
    }

    /// An id whose room lies in the same shard as the other.
    public static String newIdBeside(String room) {
        String id = newId();
        while (INSTANCE.shardOf(id) != INSTANCE.shardOf(room)) {
            id = newId();
        }
        return id;
    }

    private static RoomEvent.RoomCreated created(String room, Caller owner, RoomEvent.Visibility visibility) {
        Actor actor = new Actor(owner.subject(), owner.handle());
        return new RoomEvent.RoomCreated(
                owner.tenant(), room, 1, Instant.now(), "a room", RoomEvent.Kind.CHAT, visibility, actor);
    }

    private synchronized void write(RoomEvent event) {
        int number = shardOf(event.room());
        Shard shard = shards.computeIfAbsent(number, this::open);
        write(event, shard.epoch, shard.next++);
    }

    private void write(RoomEvent event, long epoch, long position) {
        send(RoomLogCodec.encode(shardOf(event.room()), new RoomLogEntry.Written(epoch, position, event), null));
    }

    private Shard open(int number) {
        Shard shard = new Shard();
        shard.epoch = 1;
        send(RoomLogCodec.encode(
                number,
                new RoomLogEntry.ShardOpened(
                        shard.epoch, "test", UUID.randomUUID().toString()),
                Instant.now()));
        return shard;
    }

    private int shardOf(String room) {
        return RoomLogCodec.shard(
                room, producer.partitionsFor(Topic.ROOMS_LOG.topicName()).size());
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
