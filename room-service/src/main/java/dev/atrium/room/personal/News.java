package dev.atrium.room.personal;

import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Follower;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Hears of everything that concerns somebody alone, from when this node started, and tells those who
/// are here. Each node hears everything, so that it does not matter to which of them a person's sockets
/// are connected. Kafka away: it goes on where it was.
@ApplicationScoped
final class News implements Projection {

    private static final List<Topic> TOPICS = List.of(Topic.NOTIFICATIONS_EVENTS, Topic.WORKFLOWS_EVENTS);

    private final String bootstrapServers;
    private final TopicSetup topics;
    private final Audience audience;
    /// Only for the follower's thread.
    private final Map<TopicPartition, Position> positions = new HashMap<>();

    private @Nullable Follower follower;
    private boolean stopped;

    News(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            TopicSetup topics,
            Audience audience) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.audience = audience;
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

    @Override
    public Map<TopicPartition, Position> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public Position first() {
        return Position.END;
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> moved) {
        for (Followed followed : batch) {
            switch (followed) {
                case Followed.Elsewhere elsewhere ->
                    audience.tell(elsewhere.event().event());
                case Followed.InRoom _ -> throw new IllegalStateException("rooms are not followed here");
            }
        }
        positions.putAll(moved);
        audience.hears();
    }

    private synchronized void follow() {
        if (!stopped) {
            follower = Follower.start("room-personal", bootstrapServers, TOPICS, this);
        }
    }
}
