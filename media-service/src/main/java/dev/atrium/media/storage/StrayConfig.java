package dev.atrium.media.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// What becomes of objects in the store that no file has, and no upload or removal either.
@ConfigMapping(prefix = "atrium.media.strays")
public interface StrayConfig {

    /// Whether they are removed. Otherwise they are only counted, and told in the log: after PostgreSQL was
    /// brought back to an earlier moment they are what was uploaded since, which nobody may want to lose at once.
    @WithDefault("false")
    boolean remove();

    /// How long ago an object was written at least. Longer than any upload takes.
    @WithDefault("1d")
    @DurationMin(hours = 2)
    @DurationMax(days = 3660)
    Duration age();
}
