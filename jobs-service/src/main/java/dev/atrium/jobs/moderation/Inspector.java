package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.moderation.rule.Inspected;
import dev.atrium.jobs.moderation.rule.Inspection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Looks for what rules do not want, on threads of its own: that takes nothing but processor time, and on the virtual
/// threads of jobs it would keep everything else from running.
@ApplicationScoped
class Inspector {

    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().name("inspector-", 0).daemon().factory());

    private final Timer delay;
    private final InstantSource clock;

    Inspector(MeterRegistry metrics, InstantSource clock) {
        this.delay = Timer.builder("atrium.moderation.delay")
                .description("From when a message was written until rules have looked at it")
                .register(metrics);
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /// As [Inspection#find].
    ///
    /// @throws IllegalStateException if the caller is interrupted; its interrupt status stays set
    List<Finding> find(Inspection rules, Inspected message, Instant at) {
        Future<List<Finding>> finding = threads.submit(() -> rules.find(message, at));
        try {
            return finding.get();
        } catch (InterruptedException e) {
            finding.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rules were applied", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rule cannot be applied", e.getCause());
        }
    }

    /// Rules have looked at something that was written then.
    void looked(Instant written) {
        delay.record(Duration.between(written, clock.instant()));
    }
}
