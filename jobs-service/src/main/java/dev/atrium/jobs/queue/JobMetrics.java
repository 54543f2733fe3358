package dev.atrium.jobs.queue;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// `atrium.jobs.executed` (tries that succeeded), `.failed` (tries that did not), `.dead` (jobs that were given up) and
/// `.duration` (of every try), per type.
@ApplicationScoped
class JobMetrics {

    private static final String TYPE = "type";

    private final MeterRegistry registry;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void tried(String type, RetryPolicy.Verdict verdict, Duration duration) {
        registry.timer("atrium.jobs.duration", TYPE, type).record(duration);
        switch (verdict) {
            case RetryPolicy.Verdict.Done _ ->
                registry.counter("atrium.jobs.executed", TYPE, type).increment();
            case RetryPolicy.Verdict.Retrying _, RetryPolicy.Verdict.Dead _ ->
                registry.counter("atrium.jobs.failed", TYPE, type).increment();
        }
    }

    void dead(String type) {
        registry.counter("atrium.jobs.dead", TYPE, type).increment();
    }
}
