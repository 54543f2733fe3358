package dev.atrium.localstack;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The servers of one stack: starts them side by side, brings back what dies, and stops them all.
final class Stack {

    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT =
            Duration.ofSeconds(22); // a child process gets 10 s, and then 10 s by force
    private static final int MAX_RESTARTS = 5; // in a row, without a successful start in between

    private final Map<Part, Server> servers;
    private final Consumer<String> lines;
    private final Map<Part, Integer> restarts = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("part-", 0).factory());
    private final CompletableFuture<Boolean> staysComplete = new CompletableFuture<>();
    private volatile boolean stopping;

    /// @param lines takes each line that tells about a part
    Stack(Map<Part, Server> servers, Consumer<String> lines) {
        this.servers = new EnumMap<>(servers);
        this.lines = lines;
    }

    /// Starts these parts side by side.
    ///
    /// @return completes with true when all are ready, and with false as soon as one has failed, which was told
    CompletableFuture<Boolean> start(Collection<Part> parts) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        AtomicInteger open = new AtomicInteger(parts.size());
        for (Part part : parts) {
            threads.execute(() -> {
                if (!start(part)) {
                    outcome.complete(false);
                } else if (open.decrementAndGet() == 0) {
                    outcome.complete(true);
                }
            });
        }
        return outcome;
    }

    /// @return completes with false when a part ended by itself and could not be brought back; the suite can do without
    /// Keycloak
    CompletableFuture<Boolean> staysComplete() {
        return staysComplete;
    }

    /// Stops all parts, also those that are still starting. None can be started again.
    void stop() {
        stopping = true;
        long begin = System.nanoTime();
        threads.shutdown();
        ExecutorService stoppers = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("stop-", 0).factory());
        servers.forEach((part, server) -> stoppers.execute(() -> stop(part, server)));
        stoppers.shutdown();
        try {
            boolean all = stoppers.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            lines.accept((all ? "stopped " : "stopped in part ") + seconds(begin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends now
        }
    }

    private boolean start(Part part) {
        Server server = Objects.requireNonNull(servers.get(part));
        long begin = System.nanoTime();
        try {
            CompletableFuture<Integer> lost = server.start();
            lines.accept("ready " + part.label() + " " + seconds(begin));
            restarts.remove(part);
            Thread.startVirtualThread(() -> bringBack(part, "ended with status " + lost.join()));
            return true;
        } catch (Exception e) {
            if (!stopping) {
                lines.accept("failed " + part.label() + " " + reason(e));
            }
            return false;
        }
    }

    private void bringBack(Part part, String why) {
        if (stopping) {
            return;
        }
        if (restarts.merge(part, 1, Integer::sum) > MAX_RESTARTS) {
            lines.accept("failed " + part.label() + " was restarted in vain " + MAX_RESTARTS + " times");
            if (part != Part.KEYCLOAK) {
                staysComplete.complete(false);
            }
            return;
        }
        lines.accept("lost " + part.label() + " " + why);
        CompletableFuture.delayedExecutor(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS, threads)
                .execute(() -> restart(part));
    }

    private void restart(Part part) {
        if (!stopping && !start(part)) {
            bringBack(part, "could not be restarted");
        }
    }

    private void stop(Part part, Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            lines.accept("failed " + part.label() + " while it was stopped: " + reason(e));
        }
    }

    private static String seconds(long begin) {
        return String.format(Locale.ROOT, "%.1fs", (System.nanoTime() - begin) / 1e9);
    }

    /// One line for a person.
    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return (message == null ? failure.getClass().getName() : message).replaceAll("\\s+", " ");
    }
}
