package dev.atrium.jobs.export;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// What an export may be (JB-4).
@ConfigMapping(prefix = "atrium.export")
public interface ExportConfig {

    /// A directory that belongs to this process alone: everything in it is deleted at start.
    Path directory();

    /// How long the files of an export are kept after it was asked for.
    @WithDefault("7d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 366)
    Duration keep();

    /// How many exports of one person may be under way.
    @WithDefault("10")
    @Min(1)
    @Max(1000)
    int maxOpen();

    /// Most messages of an export.
    @WithDefault("50000")
    @Min(1)
    @Max(1000000)
    int maxMessages();

    /// Most files that are shown or enclosed.
    @WithDefault("1000")
    @Min(1)
    @Max(100000)
    int maxFiles();

    /// Most JSON that is collected.
    @WithDefault("64M")
    MemorySize maxCollected();

    /// Most bytes of all files that are enclosed in a ZIP.
    @WithDefault("80M")
    MemorySize maxEnclosed();

    /// Largest document. No more than media-service takes.
    @WithDefault("95M")
    MemorySize maxDocument();

    /// Most bytes of documents that one person has at a time; who has more begins no further export.
    @WithDefault("2G")
    MemorySize maxKept();

    /// How long a finished collection may wait to be rendered, and be rendered.
    @WithDefault("6h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration timeLimit();

    /// How long another service may take for an answer.
    @WithDefault("30s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration requestTimeout();

    /// How long a file may take to be sent or fetched.
    @WithDefault("5m")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration transferTimeout();
}
