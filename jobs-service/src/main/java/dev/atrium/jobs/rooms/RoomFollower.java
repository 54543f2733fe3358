package dev.atrium.jobs.rooms;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Following;
import dev.atrium.platform.kafka.KafkaClients;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/// Feeds the room log to [RoomProjection] for as long as the service runs, from when Kafka can be reached.
@ApplicationScoped
public class RoomFollower {

    private final TopicSetup topics;
    private final Following following;

    RoomFollower(KafkaClients kafka, TopicSetup topics, RoomProjection projection) {
        this.topics = topics;
        this.following = new Following("jobs-rooms", kafka, List.of(Topic.ROOMS_LOG), projection);
    }

    void start(@Observes StartupEvent event) {
        following.start(topics);
    }

    void stop(@Observes ShutdownEvent event) {
        following.stop();
    }
}
