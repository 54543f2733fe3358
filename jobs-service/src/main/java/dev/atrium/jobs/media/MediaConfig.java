package dev.atrium.jobs.media;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How long the other services may take when a file is processed. Keep their sum below
/// `atrium.queue.class.media.deadline`.
@ConfigMapping(prefix = "atrium.file-processing")
public interface MediaConfig {

    /// How long a derivation may take.
    @WithDefault("3m")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration deriveTimeout();

    /// How long a room may take for a message.
    @WithDefault("15s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 5)
    Duration roomTimeout();
}
