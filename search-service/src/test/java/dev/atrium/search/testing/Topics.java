package dev.atrium.search.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.web.Ids;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Writes to the real topics what room-service and media-service would. Each call returns when the broker has it.
@ApplicationScoped
public class Topics {

    private static final int SHARDS = 8;

    /// Who owns a shard at present, and its next position.
    private static final class Owner {
        private long epoch;
        private long next;
    }

    private final Producer<byte[], byte[]> producer;
    private final Map<Integer, Owner> owners = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    Topics(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, TopicSetup setup) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        setup.ready().toCompletableFuture().join();
    }

    @PreDestroy
    void close() {
        producer.close();
    }

    /// @return the room's id
    public String createRoom(String tenant, String owner, RoomEvent.Visibility visibility) {
        String room = Ids.next().toString();
        write(new RoomEvent.RoomCreated(
                new TenantId(tenant),
                room,
                nextSequence(room),
                now(),
                "Some room",
                RoomEvent.Kind.CHAT,
                visibility,
                new Actor(owner, handle(owner))));
        return room;
    }

    /// @return the message's id
    public String post(String tenant, String room, String sender, String content) {
        RoomEvent.MessagePosted message = message(tenant, room, sender, content);
        write(message);
        return message.message();
    }

    public RoomEvent.MessagePosted message(String tenant, String room, String sender, String content) {
        return new RoomEvent.MessagePosted(
                new TenantId(tenant),
                room,
                nextSequence(room),
                now(),
                Ids.next().toString(),
                new Actor(sender, handle(sender)),
                content,
                null,
                null);
    }

    /// Appends the event as the present owner of its room's shard.
    public void write(RoomEvent event) {
        send(next(event));
    }

    /// Appends the event under another type.
    public void write(RoomEvent event, String type) {
        ProducerRecord<byte[], byte[]> record = next(event);
        record.headers().remove(CloudEvent.TYPE).add(CloudEvent.TYPE, CloudEvent.utf8(type));
        send(record);
    }

    /// Another node takes the shard over.
    ///
    /// @return the epoch and next position of the owner before
    public synchronized RoomLogEntry.Unknown takeOver(int shard) {
        Owner owner = owner(shard);
        RoomLogEntry.Unknown before = new RoomLogEntry.Unknown(owner.epoch, owner.next);
        open(shard, owner);
        return before;
    }

    public static int shard(String room) {
        return RoomLogCodec.shard(room, SHARDS);
    }

    /// @return the event's id
    public String write(Event event) {
        CloudEvent cloudEvent = new CloudEvent(Ids.next().toString(), "/media-service", now(), null, event);
        send(cloudEvent.toRecord());
        return cloudEvent.id();
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A file that its owner has uploaded just now.
    public static Event.FileInfo file(String name, String owner, boolean everyone) {
        return new Event.FileInfo(
                Ids.next().toString(), name, "text/plain", 10, null, everyone, new Actor(owner, handle(owner)), now());
    }

    /// The same file in a room.
    public static Event.FileInfo inRoom(Event.FileInfo file, String room) {
        return new Event.FileInfo(file.id(), file.name(), file.type(), 10, room, false, file.owner(), file.createdAt());
    }

    private synchronized ProducerRecord<byte[], byte[]> next(RoomEvent event) {
        int shard = shard(event.room());
        Owner owner = owner(shard);
        return RoomLogCodec.encode(shard, new RoomLogEntry.Written(owner.epoch, owner.next++, event), null);
    }

    private Owner owner(int shard) {
        Owner owner = owners.computeIfAbsent(shard, _ -> new Owner());
        if (owner.epoch == 0) {
            open(shard, owner);
        }
        return owner;
    }

    private void open(int shard, Owner owner) {
        owner.epoch++;
        owner.next = 0;
        String attempt = Ids.next().toString();
        send(RoomLogCodec.encode(shard, new RoomLogEntry.ShardOpened(owner.epoch, "test", attempt), now()));
    }

    private synchronized long nextSequence(String room) {
        return sequences.merge(room, 1L, Long::sum);
    }

    private static String handle(String subject) {
        return "the-" + subject.replace(':', '-');
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
