package dev.atrium.gateway.upkeep;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Does something again and again, one at a time: a round that is due while another is under way is left
/// out. So where the database stalls, rounds do not take ever more of the connections that others wait
/// for.
public final class Rounds {

    private final Vertx vertx;
    private final Duration period;
    private final Supplier<Uni<?>> round;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile long timer;

    /// @param period from the beginning of one round to that of the next; at least a millisecond
    /// @param round what to do; it must end, one way or the other
    /// @param failed told of each round that fails, also of one that throws; the next comes all the same
    public Rounds(Vertx vertx, Duration period, Supplier<Uni<?>> round, Consumer<Throwable> failed) {
        this.vertx = vertx;
        this.period = period;
        this.round = round;
        this.failed = failed;
    }

    /// Begins with the first round, at once.
    public void start() {
        timer = vertx.setPeriodic(1, Math.max(1, period.toMillis()), _ -> begin());
    }

    /// Begins no more rounds; one that is under way goes on.
    public void stop() {
        vertx.cancelTimer(timer);
    }

    private void begin() {
        if (underWay.compareAndSet(false, true)) {
            Uni.createFrom()
                    .deferred(round::get)
                    .onTermination()
                    .invoke(() -> underWay.set(false))
                    .subscribe()
                    .with(_ -> {}, failed);
        }
    }
}
