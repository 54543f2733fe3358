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
        switch (verdict) {
            case RetryPolicy.Verdict.Done _ -> tried("atrium.jobs.executed", type, duration);
            case RetryPolicy.Verdict.Retrying _, RetryPolicy.Verdict.Dead _ ->
                tried("atrium.jobs.failed", type, duration);
            // That was no try.
            case RetryPolicy.Verdict.Later _ -> {}
        }
    }

    private void tried(String counter, String type, Duration duration) {
        registry.timer("atrium.jobs.duration", TYPE, type).record(duration);
        registry.counter(counter, TYPE, type).increment();
    }

    void dead(String type) {
        registry.counter("atrium.jobs.dead", TYPE, type).increment();
    }
}
