package dev.atrium.media.rooms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How the projection of rooms is used.
@ConfigMapping(prefix = "atrium.media.rooms")
public interface RoomsConfig {

    /// How long a request waits for a room that is not known yet, because it may have been created a moment ago.
    @WithDefault("2S")
    @DurationMin(millis = 0)
    @DurationMax(minutes = 1)
    Duration patience();
}
