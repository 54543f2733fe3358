package dev.atrium.jobs.reminder;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// How much people may want to be reminded of.
@ConfigMapping(prefix = "atrium.reminder")
public interface ReminderConfig {

    /// How many reminders that are still to come one person may have in a tenant.
    @WithDefault("1000")
    @Min(1)
    @Max(1_000_000)
    int maxOpen();
}
