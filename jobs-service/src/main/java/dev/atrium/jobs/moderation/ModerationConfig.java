package dev.atrium.jobs.moderation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How messages are moderated (JB-5).
@ConfigMapping(prefix = "atrium.moderation")
public interface ModerationConfig {

    /// How long a hook may take for its answer, from looking up its name on.
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 30)
    Duration hookTimeout();

    /// How often a hook is asked about a message before it counts as away; fewer than the attempts of the job class
    /// `hook`.
    @WithDefault("3")
    @Min(1)
    @Max(20)
    int hookTries();

    /// For how long a hook is not asked that did not answer five times in a row; its tries go on meanwhile.
    /// Also the longest pause between two tries that a hook can ask for (`Retry-After`).
    @WithDefault("30s")
    @DurationMin(millis = 1)
    @DurationMax(hours = 1)
    Duration hookRest();

    /// How long it is remembered what was decided about a message. What is hidden by then stays so.
    @WithDefault("180d")
    @DurationMin(days = 1)
    @DurationMax(days = 3650)
    Duration keep();
}
