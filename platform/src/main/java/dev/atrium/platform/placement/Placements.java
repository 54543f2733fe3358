package dev.atrium.platform.placement;

import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.kafka.KafkaClients;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/// Where each shard is served, for the services that send requests to rooms (`atrium.placements=true` at build time).
@ApplicationScoped
@IfBuildProperty(name = "atrium.placements", stringValue = "true")
public class Placements {

    private static final PlacementTable NOTHING_YET = new PlacementTable();

    private final KafkaClients kafka;
    private final TopicSetup topics;
    private volatile @Nullable PlacementFollower follower;
    private boolean stopped;

    Placements(KafkaClients kafka, TopicSetup topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /// What is known by now.
    public PlacementTable table() {
        PlacementFollower present = follower;
        return present == null ? NOTHING_YET : present.table();
    }

    /// As [PlacementFollower#caughtUp]; false as long as Kafka was not reached.
    public boolean caughtUp() {
        PlacementFollower present = follower;
        return present != null && present.caughtUp();
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(this::follow);
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        PlacementFollower present = follower;
        if (present != null) {
            present.close();
        }
    }

    private synchronized void follow() {
        if (!stopped) {
            follower = PlacementFollower.start(kafka);
        }
    }
}
