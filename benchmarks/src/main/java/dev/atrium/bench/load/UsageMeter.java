package dev.atrium.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Measures the servers between two moments, on another thread: it must not hold the generator up.
final class UsageMeter {

    private record Reading(Duration cpu, long nanos, long deliveries) {}

    private final Supplier<Duration> cpu;
    private CompletableFuture<Reading> first = new CompletableFuture<>();
    private CompletableFuture<Reading> last = new CompletableFuture<>();
    private boolean started;

    UsageMeter(Supplier<Duration> cpu) {
        this.cpu = cpu;
    }

    /// Only the first call counts.
    void start(long deliveries) {
        if (!started) {
            started = true;
            first = read(deliveries);
        }
    }

    void stop(long deliveries) {
        start(deliveries);
        last = read(deliveries);
    }

    /// Between [#start] and [#stop].
    Measured.Usage usage() {
        Reading from = first.join();
        Reading to = last.join();
        return new Measured.Usage(
                to.cpu().minus(from.cpu()),
                Duration.ofNanos(to.nanos() - from.nanos()),
                to.deliveries() - from.deliveries());
    }

    private CompletableFuture<Reading> read(long deliveries) {
        return CompletableFuture.supplyAsync(() -> new Reading(cpu.get(), System.nanoTime(), deliveries));
    }
}
