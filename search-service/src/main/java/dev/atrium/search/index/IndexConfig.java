package dev.atrium.search.index;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How fresh and how durable the index is.
@ConfigMapping(prefix = "atrium.search.index")
public interface IndexConfig {

    /// How often what was indexed becomes findable.
    @WithDefault("200ms")
    @NotNull
    @DurationMin(millis = 10)
    @DurationMax(seconds = 10)
    Duration refresh();

    /// How often what was indexed becomes durable; after a crash at most this much is read again from the topics.
    @WithDefault("5s")
    @NotNull
    @DurationMin(millis = 10)
    @DurationMax(minutes = 10)
    Duration commit();
}
