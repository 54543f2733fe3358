package dev.atrium.jobs.webhook;

import dev.atrium.jobs.outside.Call;
import dev.atrium.jobs.outside.Outside;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.platform.identity.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Sends a delivery once.
@ApplicationScoped
class Courier {

    private static final int ANSWER_BYTES = 1_024;

    private final Outside outside;
    private final WebhookConfig config;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Courier(Outside outside, WebhookConfig config, InstantSource clock, MeterRegistry metrics) {
        this.outside = outside;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    /// @param tenant on whose behalf
    Outcomes.Attempt send(TenantId tenant, Claimed delivery) throws InterruptedException {
        Instant at = clock.instant();
        Map<String, String> headers = delivery.headersAt(at);
        Reply reply = outside.post(new Call(
                "webhook:" + tenant, delivery.url(), headers, delivery.bytes(), config.timeout(), ANSWER_BYTES));
        Instant now = clock.instant();
        Duration duration = Duration.between(at, now);
        Verdict verdict = Verdict.of(reply, delivery.counted(), new RetrySchedule(config.pauses()), now, random);
        metrics.timer(
                        "atrium.webhooks.duration",
                        "outcome",
                        verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .record(duration);
        return new Outcomes.Attempt(delivery, at, duration, delivery.shown(headers), reply, verdict);
    }
}
