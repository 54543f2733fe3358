package dev.atrium.jobs.worker;

import dev.atrium.jobs.queue.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Who waits for a worker, and how its requests go. Whoever calls it holds the lock of its [Batches].
final class Line {

    static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
    /// Longer if the line has been there for longer: a backlog is not carried round all the time.
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE_AT_ALL = Duration.ofHours(1);
    /// What a request is thought to take while none was answered.
    private static final Duration UNKNOWN_PACE = Duration.ofMillis(100);

    /// Somebody in line.
    ///
    /// @param bytes of the item in a request
    /// @param held how much memory it takes
    record Place(Item item, int bytes, long held, long since, CompletableFuture<Outcome> outcome) {}

    /// Those that go out together, since when. It has nobody if the worker is gone, or all have left.
    record Batch(List<Place> places, long start) {}

    private final WorkerKey key;
    private final String party;
    private final Batches.Limits limits;
    private final Condition changed;
    private final long since = System.nanoTime();
    private final Deque<Place> waiting = new ArrayDeque<>();
    /// As it was when it was last read; null: it was not yet.
    private @Nullable Worker worker;
    private boolean isGathering;
    /// When the requests began that are under way, the oldest first.
    private final Deque<Long> underWay = new ArrayDeque<>();
    /// How long the last request took; 0: none was answered.
    private long tookNanos;
    /// When it was answered.
    private long answered = System.nanoTime();
    /// Until when there are appointments.
    private long taken = System.nanoTime();

    /// @param changed of the lock: who waits in line is another
    Line(WorkerKey key, String party, Batches.Limits limits, Condition changed) {
        this.key = key;
        this.party = party;
        this.limits = limits;
        this.changed = changed;
    }

    WorkerKey key() {
        return key;
    }

    String party() {
        return party;
    }

    void add(Place place) {
        waiting.addLast(place);
        changed.signalAll();
    }

    /// @return false if it is not in line: its request is under way
    boolean remove(Place place) {
        boolean removed = waiting.remove(place);
        changed.signalAll();
        return removed;
    }

    /// Whether the next batch is to be gathered: then somebody does from now on, until it is taken.
    boolean begin() {
        boolean begins =
                !isGathering && !waiting.isEmpty() && underWay.size() < (worker == null ? 1 : worker.concurrency());
        isGathering |= begins;
        return begins;
    }

    /// Waits until a batch is to go out. The lock is free meanwhile.
    ///
    /// @param placesOfParty how many places the party takes
    /// @return whether it has waited
    boolean awaitCompany(Worker now, IntSupplier placesOfParty) throws InterruptedException {
        worker = now;
        boolean waited = false;
        while (!waiting.isEmpty() && !isFull(now, placesOfParty.getAsInt())) {
            long rest = now.batchWait().toNanos()
                    - (System.nanoTime() - waiting.getFirst().since());
            if (rest <= 0) {
                break;
            }
            long _ = changed.awaitNanos(rest);
            waited = true;
        }
        return waited;
    }

    private boolean isFull(Worker of, int placesOfParty) {
        int fitting = fitting(of);
        return fitting == of.batchSize() || fitting < waiting.size() || placesOfParty >= limits.places();
    }

    /// How many of the first go into one request.
    private int fitting(Worker of) {
        int fitting = 0;
        long bytes = 0;
        for (Place place : waiting) {
            bytes += place.bytes();
            if (fitting == of.batchSize() || (fitting > 0 && bytes > Batches.MOST_BYTES)) {
                break;
            }
            fitting++;
        }
        return fitting;
    }

    /// Takes the batch that was gathered out of the line: it is under way.
    ///
    /// @param now null: the worker is gone, and all in line are taken
    Batch take(@Nullable Worker now) {
        worker = now;
        int count = now == null ? waiting.size() : fitting(now);
        List<Place> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(waiting.removeFirst());
        }
        isGathering = false;
        long start = System.nanoTime();
        underWay.addLast(start);
        return new Batch(places, start);
    }

    void ended(Batch batch) {
        underWay.remove(batch.start());
        if (!batch.places().isEmpty()) {
            answered = System.nanoTime();
            tookNanos = answered - batch.start();
        }
    }

    /// Whether there is nobody in line, and nothing under way.
    boolean isIdle() {
        return underWay.isEmpty() && waiting.isEmpty() && !isGathering;
    }

    /// Whether it takes too long until the line comes to one more.
    boolean isTooLong() {
        return isTooLong(waiting.size());
    }

    /// Whether it takes too long until the line comes to somebody behind so many others. The next
    /// batch always has room.
    private boolean isTooLong(int others) {
        return worker != null
                && others >= worker.batchSize()
                && eachNanos(worker) * (others + 1) > limits.ahead().toNanos();
    }

    /// Whether somebody in line would not join it now.
    boolean isTooFarBehind(Place place) {
        int others = 0;
        for (Place before : waiting) {
            if (before.equals(place)) {
                return isTooLong(others);
            }
            others++;
        }
        return false;
    }

    /// How long requests take, as far as that is known: if none was answered for longer than the last one
    /// took, that says more. One that hangs beside others that do not says nothing.
    private long paceNanos() {
        long known = tookNanos == 0 ? UNKNOWN_PACE.toNanos() : tookNanos;
        if (underWay.isEmpty()) {
            return known;
        }
        long now = System.nanoTime();
        return Math.max(known, Math.min(now - underWay.getFirst(), now - answered));
    }

    /// How long a job holds up those behind it.
    private long eachNanos(Worker of) {
        return paceNanos() / Math.min((long) of.batchSize() * of.concurrency(), limits.places());
    }

    /// In how long the line, as it moves, will come to one more that has no place in it.
    Outcome.Later appointment() {
        long now = System.nanoTime();
        long next = Math.max(taken - now, paceNanos()) + (worker == null ? 0 : eachNanos(worker));
        long longest = Math.clamp(now - since, LONGEST_PAUSE.toNanos(), LONGEST_PAUSE_AT_ALL.toNanos());
        long pause = Math.clamp(next, SHORTEST_PAUSE.toNanos(), longest);
        taken = now + pause;
        return new Outcome.Later(Duration.ofNanos(pause));
    }
}
