package dev.atrium.gateway.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// What becomes of a user that was deactivated.
@ConfigMapping(prefix = "atrium.user")
public interface UserConfig {

    /// How long address and name are kept of a user that was deactivated, with what else the gateway keeps of this
    /// person in the organisation. Within an hour after that they are forgotten for good.
    @WithDefault("30D")
    @DurationMin(seconds = 1)
    @DurationMax(days = 365)
    Duration grace();
}
