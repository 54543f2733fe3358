package dev.atrium.jobs.backup;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How backups are made (MD-5).
@ConfigMapping(prefix = "atrium.backup")
public interface BackupConfig {

    /// Of so many bytes are the pieces in which a backup is collected and stored; one is in memory as a
    /// whole.
    @WithDefault("16M")
    MemorySize segment();

    /// How many backups are collected at the same time on one node, how many are uploaded, and how many
    /// are restored.
    @WithDefault("2")
    @Min(1)
    @Max(100)
    int atOnce();

    /// How many backups a tenant can have.
    @WithDefault("30")
    @Min(1)
    @Max(1000)
    int max();

    /// Largest archive that can be uploaded. The gateway's `atrium.edge.max-backup` holds, too.
    @WithDefault("20G")
    MemorySize maxUpload();

    /// How long after the end of what made it a backup's objects are deleted that are not wanted: a
    /// step that was cancelled may still store one.
    @WithDefault("15m")
    @DurationMax(days = 1)
    Duration grace();

    /// How long another service may take for one answer.
    @WithDefault("30s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 5)
    Duration requestTimeout();
}
