package dev.atrium.gateway.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// The suite's health.
@ConfigMapping(prefix = "atrium.health")
public interface HealthConfig {

    /// How long a part may take to say that it is well.
    @WithDefault("0.8S")
    @DurationMin(millis = 10)
    @DurationMax(seconds = 10)
    Duration patience();

    /// How long an answer is given again, so that nobody can use health checks to make work.
    @WithDefault("1S")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 60)
    Duration keep();
}
