package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.Finding;
import dev.atrium.jobs.moderation.rule.Inspected;
import dev.atrium.jobs.moderation.rule.Inspection;
import dev.atrium.platform.fairness.Places;
import dev.atrium.platform.identity.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Looks for what rules do not want, on threads of its own: that takes nothing but processor time, and on the virtual
/// threads of jobs it would keep everything else from running. Tenants share the threads, and no message has one for
/// long: nothing can interrupt an expression that is being looked for.
@ApplicationScoped
class Inspector {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// What a message gets; the rule that is at work then goes on to its end.
    private static final Duration PROCESSOR_TIME = Duration.ofSeconds(1);

    /// More than all who can wait at a time take together, and less than a transaction may pause.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads;
    private final Places places;
    private final Timer delay;
    private final InstantSource clock;

    @Inject
    Inspector(MeterRegistry metrics, InstantSource clock) {
        this(metrics, clock, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    Inspector(MeterRegistry metrics, InstantSource clock, int count) {
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("inspector-", 0).daemon().factory());
        this.places = new Places(count);
        this.delay = Timer.builder("atrium.moderation.delay")
                .description("From when a message was written until rules have looked at it")
                .register(metrics);
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /// As [Inspection#find], as long as the message's time lasts.
    ///
    /// @throws IllegalStateException if the caller is interrupted; its interrupt status stays set
    List<Finding> find(TenantId tenant, Inspection rules, Inspected message, Instant at) {
        return inTurn(tenant, () -> {
            long end = THREADS.getCurrentThreadCpuTime() + PROCESSOR_TIME.toNanos();
            return rules.find(message, at, () -> THREADS.getCurrentThreadCpuTime() < end);
        });
    }

    /// Has one of the threads do something as soon as the tenant may have it.
    <T> T inTurn(TenantId tenant, Callable<T> work) {
        try {
            if (!places.take(tenant.value(), PATIENCE)) {
                throw new IllegalStateException("rules cannot be applied: all threads are taken");
            }
            try {
                return await(threads.submit(work));
            } finally {
                places.leave(tenant.value());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rules were applied", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rule cannot be applied", e.getCause());
        }
    }

    private static <T> T await(Future<T> work) throws InterruptedException, ExecutionException {
        try {
            return work.get();
        } catch (InterruptedException e) {
            work.cancel(true);
            throw e;
        }
    }

    /// Rules have looked at something that was written then.
    void looked(Instant written) {
        delay.record(Duration.between(written, clock.instant()));
    }
}
