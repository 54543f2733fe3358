package dev.atrium.gateway.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Sessions of signed-in users.
@ConfigMapping(prefix = "atrium.session")
public interface SessionConfig {

    /// How long a session token is good. What a session may do is looked up when it gets a new one.
    @WithDefault("5M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration token();

    /// How long a refresh token that was replaced still gets its successor: the answer may have been
    /// lost, or two tabs may have asked at once. Later it can only be a copy.
    @WithDefault("30S")
    @DurationMin(seconds = 0)
    @DurationMax(minutes = 5)
    Duration grace();

    /// How long a session lasts in which no new token is fetched.
    @WithDefault("7D")
    @DurationMin(seconds = 1)
    Duration idle();

    /// How long a session lasts at most.
    @WithDefault("30D")
    @DurationMin(seconds = 1)
    Duration absolute();

    /// After how long a gateway notices that a session was ended at another. At most a second.
    @WithDefault("0.9S")
    @DurationMin(millis = 50)
    @DurationMax(seconds = 1)
    Duration notice();

    /// Sessions that a user has at most; the one that was used least lately ends for a further one.
    @WithDefault("50")
    @Min(1)
    @Max(1_000)
    int perUser();
}
