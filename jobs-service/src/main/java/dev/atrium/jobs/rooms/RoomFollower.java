package dev.atrium.jobs.rooms;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Follower;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Feeds the room log to [RoomProjection] for as long as the service runs, from when Kafka can be
/// reached.
@ApplicationScoped
public class RoomFollower {

    private final String bootstrapServers;
    private final TopicSetup topics;
    private final RoomProjection projection;
    private @Nullable Follower follower;
    private boolean stopped;

    RoomFollower(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            TopicSetup topics,
            RoomProjection projection) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.projection = projection;
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        Follower running;
        synchronized (this) {
            stopped = true;
            running = follower;
        }
        if (running != null) {
            running.close();
        }
    }

    private synchronized void follow() {
        if (!stopped) {
            follower = Follower.start("jobs-rooms", bootstrapServers, List.of(Topic.ROOMS_LOG), projection);
        }
    }
}
