package dev.atrium.room.shard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Bounds of what one shard keeps in memory.
@ConfigMapping(prefix = "atrium.room.shard")
public interface ShardConfig {

    /// Most commands on their way into the log, and most requests that wait for their room to be loaded.
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int pending();

    /// Most of these that may belong to one room, so that a hot room leaves something to the others.
    @WithDefault("2000")
    @Min(1)
    @Max(1_000_000)
    int roomPending();

    /// Most bytes of commands on their way into the log, roughly; those of one room may have half of them.
    @WithDefault("16777216")
    @Min(1_048_576)
    long pendingBytes();

    /// Most events that are not checkpointed, before sends are refused. This is how long PostgreSQL may be away.
    @WithDefault("50000")
    @Min(1)
    @Max(10_000_000)
    int backlogRecords();

    /// Most bytes of such events, roughly.
    @WithDefault("16777216")
    @Min(1)
    long backlogBytes();

    /// Most bytes of rooms without listeners that are kept, roughly.
    @WithDefault("16777216")
    @Min(0)
    long memoryBytes();

    /// Most of the process' greatest heap that the rooms of all its shards may take together, in percent,
    /// roughly. Beyond it rooms that are not in memory are refused, and those of more than 256 KiB take
    /// nothing that makes them larger.
    @WithDefault("40")
    @Min(1)
    @Max(90)
    int heapPercent();

    /// How long a room without listeners is kept after its last use.
    @WithDefault("10m")
    @DurationMin(millis = 0)
    @DurationMax(days = 1)
    Duration idle();

    default Limits limits() {
        return new Limits(
                pending(), roomPending(), pendingBytes(), backlogRecords(), backlogBytes(), memoryBytes(), idle());
    }
}
