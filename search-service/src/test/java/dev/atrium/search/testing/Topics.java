package dev.atrium.search.testing;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.TestRoomLog;
import dev.atrium.platform.testing.TestTopics;
import dev.atrium.platform.web.Ids;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Writes to the real topics what room-service and media-service would. Each call returns when the broker has it.
@ApplicationScoped
public class Topics {

    private final TestTopics topics;
    private final TestRoomLog log;
    private final Map<String, Long> sequences = new HashMap<>();

    Topics(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, TopicSetup setup) {
        this.topics = new TestTopics(bootstrapServers);
        this.log = new TestRoomLog(topics);
        setup.ready().toCompletableFuture().join();
    }

    @PreDestroy
    void close() {
        topics.close();
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
        log.write(event);
    }

    /// `rooms.log`, for what its owner does not do.
    public TestRoomLog log() {
        return log;
    }

    /// @return the event's id
    public String write(Event event) {
        CloudEvent cloudEvent = new CloudEvent(Ids.next().toString(), "/media-service", now(), null, event);
        topics.send(cloudEvent);
        return cloudEvent.id();
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        topics.send(record);
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
