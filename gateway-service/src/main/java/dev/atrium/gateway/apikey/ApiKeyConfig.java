package dev.atrium.gateway.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// API keys.
@ConfigMapping(prefix = "atrium.apikey")
public interface ApiKeyConfig {

    /// What every key begins with, so that people and secret scanners know it. Keys with another prefix
    /// no longer work.
    @WithDefault("mai_")
    @Pattern(regexp = "[a-z][a-z0-9]{1,9}_")
    String prefix();

    /// How long a gateway believes what it has read about a key: the time after which a key that was revoked at
    /// another gateway is refused here. At most a second.
    @WithDefault("0.9S")
    @DurationMax(seconds = 1)
    Duration believe();

    /// How long it believes that while the database does not answer, so that whoever has a key comes back to a
    /// room that goes on: the time for which a gateway that alone cannot reach the database takes a revoked key.
    /// 0: no longer.
    @WithDefault("1M")
    @DurationMin(seconds = 0)
    @DurationMax(minutes = 10)
    Duration believeWithoutDatabase();
}
