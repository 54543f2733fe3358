package dev.atrium.media.derive;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// What deriving may cost.
@ConfigMapping(prefix = "atrium.media.derive")
public interface DeriveConfig {

    /// A directory that belongs to this process alone: everything in it is deleted at start.
    Path directory();

    /// Child JVMs at the same time. One organisation (or person, outside of organisations) has at most all but one.
    @WithDefault("2")
    @Min(1)
    @Max(64)
    int children();

    /// How long a request waits for a child to become free before it is answered 503.
    @WithDefault("20S")
    @DurationMin(millis = 0)
    @DurationMax(seconds = 30)
    Duration patience();

    /// A child that runs longer is killed.
    @WithDefault("60S")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 2)
    Duration timeLimit();

    /// Heap of a child.
    @WithDefault("256M")
    MemorySize memory();

    /// Most pixels of a picture that is decoded.
    @WithDefault("50000000")
    @Min(1)
    long pixels();

    /// Most pages of a document whose text is read.
    @WithDefault("1000")
    @Min(1)
    int pages();

    /// Most text of one file, in UTF-8.
    @WithDefault("1M")
    MemorySize text();

    /// How often a child may crash over a file before the file is given up. After a time-out there is at most
    /// one more attempt. That a child cannot be started, or is killed by somebody else, does not count.
    @WithDefault("3")
    @Min(1)
    @Max(100)
    int attempts();
}
