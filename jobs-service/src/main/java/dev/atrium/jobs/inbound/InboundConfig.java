package dev.atrium.jobs.inbound;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How long webhooks from outside are kept (GW-9).
@ConfigMapping(prefix = "atrium.inbound")
public interface InboundConfig {

    /// How long a delivery is kept, with its body.
    @WithDefault("7d")
    @DurationMin(hours = 1)
    @DurationMax(days = 30)
    Duration keep();

    /// Most bytes of all deliveries that are kept, looked at once in an hour: beyond it the oldest go of
    /// the tenant that has most, and of the maker who has most of that. Each counts as its body and 4
    /// KiB.
    @WithDefault("4G")
    MemorySize keepBytes();
}
