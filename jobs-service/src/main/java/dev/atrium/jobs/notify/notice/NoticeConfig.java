package dev.atrium.jobs.notify.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// How much may be told to others (JB-7).
@ConfigMapping(prefix = "atrium.notices")
public interface NoticeConfig {

    /// How many recipients the notices of one sender may have in a day, in each tenant.
    @WithDefault("10000")
    @Min(1)
    @Max(10_000_000)
    int recipientsPerDay();
}
