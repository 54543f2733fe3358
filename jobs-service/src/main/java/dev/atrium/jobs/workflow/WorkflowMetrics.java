package dev.atrium.jobs.workflow;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/// `atrium.workflows.started`, `.ended` (per status) and `.step.duration` (of every attempt, per outcome), per type.
@ApplicationScoped
class WorkflowMetrics {

    private static final String TYPE = "type";

    private final MeterRegistry registry;

    WorkflowMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// How an attempt of a step ended.
    enum Outcome {
        COMPLETE,
        RETRYING,
        FAILED
    }

    void started(String type) {
        registry.counter("atrium.workflows.started", TYPE, type).increment();
    }

    void ended(String type, WorkflowStatus status) {
        registry.counter("atrium.workflows.ended", TYPE, type, "status", status.label())
                .increment();
    }

    void tried(String type, Outcome outcome, Duration duration) {
        registry.timer(
                        "atrium.workflows.step.duration",
                        TYPE,
                        type,
                        "outcome",
                        outcome.name().toLowerCase(java.util.Locale.ROOT))
                .record(duration);
    }
}
