package dev.atrium.platform.event;

import java.time.Duration;
import java.util.Map;

/// The topics of the suite and their settings. `docs/events.asyncapi.yaml` is made from what is said of
/// them here.
public enum Topic {
    /// What durably happens in rooms, in the order of each room. Only what the log's rules let count
    /// has happened: an owner claims its partition with `atrium.shard.opened.v1`, and what another one
    /// writes later is not believed (RM-2).
    ROOMS_LOG("rooms.log", Partitions.SHARDS, Cleanup.FOREVER),
    /// Where each partition of `rooms.log` is served at the moment. The last record of a key counts.
    ROOMS_PLACEMENT("rooms.placement", Partitions.ONE, Cleanup.LAST_OF_KEY),
    /// What is new in rooms, for those who are elsewhere: once a second for each. Read while it is new, or
    /// not at all.
    ROOMS_TIDINGS("rooms.tidings", Partitions.EVENTS, Cleanup.DAY),
    /// Who there is: users, organisations with their members and teams, and invitations.
    IDENTITY_EVENTS("identity.events", Partitions.EVENTS, Cleanup.MONTH),
    /// What becomes of files.
    MEDIA_EVENTS("media.events", Partitions.EVENTS, Cleanup.FOREVER),
    /// How far workflow instances and jobs are.
    WORKFLOWS_EVENTS("workflows.events", Partitions.EVENTS, Cleanup.WEEK),
    /// What comes into inboxes.
    NOTIFICATIONS_EVENTS("notifications.events", Partitions.EVENTS, Cleanup.DAY),
    /// What sources outside have told, verified, and what became of it where that is the gateway's to apply.
    WEBHOOKS_RECEIVED("webhooks.received", Partitions.EVENTS, Cleanup.WEEK_AT_MOST),
    /// What was used, for plans.
    USAGE_EVENTS("usage.events", Partitions.EVENTS, Cleanup.WEEK),
    /// What belongs into audit trails and is done in other services than the gateway, which keeps them.
    AUDIT_EVENTS("audit.events", Partitions.ONE, Cleanup.WEEK),
    /// How far audit trails went, signed.
    AUDIT_ANCHORS("audit.anchors", Partitions.ONE, Cleanup.FOREVER);

    private enum Partitions {
        SHARDS,
        EVENTS,
        ONE
    }

    private enum Cleanup {
        /// Kept, because search rebuilds its index and projections start from the beginning; and as
        /// evidence.
        FOREVER("delete", Duration.ofMillis(-1), -1),
        /// Names people, who may be forgotten: who reads it keeps what it has learnt.
        MONTH("delete", Duration.ofDays(30), -1),
        WEEK("delete", Duration.ofDays(7), -1),
        /// Read while it is new, or not at all.
        DAY("delete", Duration.ofDays(1), -1),
        /// Others decide how much it is: it must not take the disk from the topics that are kept.
        WEEK_AT_MOST("delete", Duration.ofDays(7), 4L << 30),
        LAST_OF_KEY("compact", Duration.ofMillis(-1), -1);

        private final String policy;
        private final Duration retention;
        private final long bytesPerPartition;

        Cleanup(String policy, Duration retention, long bytesPerPartition) {
            this.policy = policy;
            this.retention = retention;
            this.bytesPerPartition = bytesPerPartition;
        }

        /// For so long records may be there beyond their time, and are not compacted. A broker takes a week by
        /// itself, which is much where only the last records matter, or where people are named.
        private Duration segment() {
            return switch (this) {
                case LAST_OF_KEY -> Duration.ofMinutes(10);
                case MONTH -> Duration.ofDays(1);
                case FOREVER, WEEK, DAY, WEEK_AT_MOST -> Duration.ofDays(7);
            };
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

    /// Whether nothing of it may ever be deleted.
    boolean isKept() {
        return cleanup == Cleanup.FOREVER;
    }

    int partitions(TopicConfig config) {
        return switch (partitions) {
            case SHARDS -> config.shards();
            case EVENTS -> config.eventPartitions();
            case ONE -> 1;
        };
    }

    Map<String, String> settings(TopicConfig config) {
        return Map.of(
                "cleanup.policy",
                cleanup.policy,
                "retention.ms",
                Long.toString(cleanup.retention.toMillis()),
                "retention.bytes",
                Long.toString(cleanup.bytesPerPartition),
                "segment.ms",
                Long.toString(cleanup.segment().toMillis()),
                "min.insync.replicas",
                Integer.toString(config.minInSyncReplicas()));
    }
}
