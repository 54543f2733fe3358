package dev.atrium.jobs.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// Programs of tenants that do jobs (JB-1).
@ConfigMapping(prefix = "atrium.worker")
public interface WorkerConfig {

    /// How many jobs of workers may be kept for an organisation that have not ended or were given up:
    /// so many of each. Above that none is added.
    @WithDefault("100000")
    @Min(1)
    @Max(10_000_000)
    int backlog();

    /// The same in the commons, of each person.
    @WithDefault("1000")
    @Min(1)
    @Max(10_000_000)
    int backlogInCommons();
}
