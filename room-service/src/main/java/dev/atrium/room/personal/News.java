package dev.atrium.room.personal;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Following;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.live.LiveFrame;
import dev.atrium.room.shard.Rooms;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/// Hears of everything that concerns somebody alone, and of what is new in rooms, from when this node
/// started, and tells those who are here; of work for a room also those who are in the room, if it is here.
/// Each node hears everything, so that it does not matter to which of them a person's sockets are
/// connected. Kafka away: it goes on where it was.
@ApplicationScoped
final class News implements Projection {

    private static final List<Topic> TOPICS =
            List.of(Topic.NOTIFICATIONS_EVENTS, Topic.WORKFLOWS_EVENTS, Topic.ROOMS_TIDINGS);

    private final TopicSetup topics;
    private final Audience audience;
    private final Unreads unreads;
    private final Rooms rooms;
    private final Following following;
    /// Only for the follower's thread.
    private final Map<TopicPartition, Position> positions = new HashMap<>();

    News(KafkaClients kafka, TopicSetup topics, Audience audience, Unreads unreads, Rooms rooms) {
        this.topics = topics;
        this.audience = audience;
        this.unreads = unreads;
        this.rooms = rooms;
        this.following = new Following("room-personal", kafka, TOPICS, this);
    }

    void start(@Observes StartupEvent event) {
        following.start(topics);
    }

    void stop(@Observes ShutdownEvent event) {
        following.stop();
    }

    @Override
    public Map<TopicPartition, Position> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public Position first() {
        return Position.END;
    }

    @Override
    public void restart(Set<TopicPartition> partitions) {
        positions.keySet().removeAll(partitions);
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> moved) {
        for (Followed followed : batch) {
            switch (followed) {
                case Followed.Elsewhere elsewhere -> tell(elsewhere.event().event());
                case Followed.InRoom _ -> throw new IllegalStateException("rooms are not followed here");
            }
        }
        positions.putAll(moved);
        audience.hears();
    }

    private void tell(Event event) {
        if (event instanceof Event.RoomTidings tidings) {
            unreads.tell(tidings);
        } else {
            audience.tell(event);
            show(event);
        }
    }

    private void show(Event event) {
        if (event instanceof Event.Progressed work && work.room() != null) {
            LiveFrame.Progress progress = new LiveFrame.Progress(
                    work.owner(), work.kind(), work.id(), work.name(), work.done(), work.total(), work.note());
            RoomKey.parse(work.tenant(), work.room()).ifPresent(room -> rooms.show(room, progress));
        }
    }
}
