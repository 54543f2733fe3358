package dev.atrium.jobs.dissolution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// What becomes of an organisation that was deleted.
@ConfigMapping(prefix = "atrium.dissolution")
public interface DissolutionConfig {

    /// How long is kept what there is of an organisation that was deleted: rooms, files, backups, files of exports,
    /// schedules, endpoints with what was sent to them, what went into workflows and came of them, and jobs
    /// that were given up. What goes on ends at once.
    @WithDefault("30d")
    @DurationMin(seconds = 1)
    @DurationMax(days = 365)
    Duration grace();
}
