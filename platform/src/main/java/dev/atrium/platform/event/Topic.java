package dev.atrium.platform.event;

import java.time.Duration;
import java.util.Map;

/// The topics of the suite and their settings. `rooms.log` is described in [dev.atrium.platform.roomlog].
public enum Topic {
    ROOMS_LOG("rooms.log", Partitions.SHARDS, Cleanup.FOREVER),
    IDENTITY_EVENTS("identity.events", Partitions.EVENTS, Cleanup.FOREVER),
    MEDIA_EVENTS("media.events", Partitions.EVENTS, Cleanup.FOREVER),
    WORKFLOWS_EVENTS("workflows.events", Partitions.EVENTS, Cleanup.WEEK);

    private enum Partitions {
        SHARDS,
        EVENTS
    }

    private enum Cleanup {
        /// Kept, because search rebuilds its index and projections start from the beginning.
        FOREVER(Duration.ofMillis(-1)),
        WEEK(Duration.ofDays(7));

        private final Duration retention;

        Cleanup(Duration retention) {
            this.retention = retention;
        }
    }

    private final String topicName;
    private final Partitions partitions;
    private final Cleanup cleanup;

    Topic(String topicName, Partitions partitions, Cleanup cleanup) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.cleanup = cleanup;
    }

    /// The name in Kafka.
    public String topicName() {
        return topicName;
    }

    int partitions(TopicConfig config) {
        return switch (partitions) {
            case SHARDS -> config.shards();
            case EVENTS -> config.eventPartitions();
        };
    }

    Map<String, String> settings(TopicConfig config) {
        return Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(cleanup.retention.toMillis()),
                "retention.bytes",
                "-1",
                "min.insync.replicas",
                Integer.toString(config.minInSyncReplicas()));
    }
}
