package dev.atrium.platform.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// How topics are created where they do not exist yet. Those that exist are compared with it, and changed
/// only where they would not be kept for ever although they are to be.
@ConfigMapping(prefix = "atrium.topics")
public interface TopicConfig {

    /// Partitions of `rooms.log`: the number of shards, which bounds the number of room nodes. Chosen at installation
    /// and never changed: a room's shard follows from it.
    @WithDefault("8")
    @Min(1)
    @Max(1024)
    int shards();

    /// Partitions of every other topic.
    @WithDefault("4")
    @Min(1)
    @Max(1024)
    int eventPartitions();

    /// Copies of each partition: 3 in production, 1 where there is a single broker.
    @WithDefault("1")
    @Min(1)
    @Max(9)
    short replicationFactor();

    /// Copies that must have a record before it is acknowledged: 2 in production.
    @WithDefault("1")
    @Min(1)
    @Max(9)
    int minInSyncReplicas();
}
