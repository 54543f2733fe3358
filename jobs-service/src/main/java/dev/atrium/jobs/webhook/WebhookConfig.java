package dev.atrium.jobs.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How webhooks are delivered (JB-9).
@ConfigMapping(prefix = "atrium.webhook")
public interface WebhookConfig {

    /// How many endpoints have their turn at the same time on one node.
    @WithDefault("32")
    @Min(1)
    @Max(1000)
    int endpoints();

    /// How many of them may be of the same tenant, in the commons of the same person: the others stay for
    /// the others.
    @WithDefault("8")
    @Min(1)
    @Max(1000)
    int endpointsOfATenant();

    /// How many requests are on their way to one endpoint at the same time. To one that keeps failing
    /// it is one.
    @WithDefault("4")
    @Min(1)
    @Max(100)
    int requestsToAnEndpoint();

    /// How long an endpoint's turn lasts before others have theirs.
    @WithDefault("20s")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 10)
    Duration turn();

    /// How long a receiver may take for its answer, from looking up its name on.
    @WithDefault("15s")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration timeout();

    /// The pauses between attempts; up to a tenth is added to each at random. After the last attempt a
    /// delivery has failed.
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> pauses();

    /// For how long an endpoint may fail only before it is disabled.
    @WithDefault("5d")
    @DurationMin(millis = 1)
    @DurationMax(days = 30)
    Duration disableAfter();

    /// How long events and deliveries are kept.
    @WithDefault("30d")
    @DurationMin(days = 1)
    @DurationMax(days = 365)
    Duration keep();

    /// How many deliveries may wait for one endpoint. What happens while more do is not added to them.
    @WithDefault("100000")
    @Min(1)
    @Max(10_000_000)
    int backlog();
}
