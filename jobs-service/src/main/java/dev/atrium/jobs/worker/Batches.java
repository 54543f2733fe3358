package dev.atrium.jobs.worker;

import dev.atrium.jobs.queue.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Puts jobs that are tried at the same time together into requests to their workers (JB-1).
///
/// Each worker has a line. The first in it waits for company, for as long as the worker says; a batch
/// goes out when that time is over, or it is full, and fewer requests are under way than the worker
/// wants. While as many are, the next batch gathers by itself. Each batch has a virtual thread for as
/// long as it is gathered and under way; there is nothing of workers for which no job waits.
///
/// Who waits takes a place that others could have, and must not lose a try by it: who would stand too
/// long in line for a slow worker, or has done so, is told to come again when the line, at its pace,
/// will have come to it.
final class Batches {

    /// How much of payloads goes into one request; a single job may always go.
    static final int MOST_BYTES = 1 << 20;

    static final Outcome GONE = new Outcome.Dead("its worker is gone");

    private static final Logger LOG = Logger.getLogger(Batches.class);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /// Where batches go. Both methods run on virtual threads.
    interface Peer {

        /// The worker as it is now; empty if it is gone.
        Optional<Worker> read(WorkerKey key) throws Exception;

        /// Sends a batch.
        ///
        /// @return what becomes of each, in the same order
        List<Outcome> send(Worker worker, List<Item> batch) throws Exception;
    }

    private final Peer peer;
    private final Duration ahead;
    private final Duration patience;
    /// Of all lines and what is in them: it is held for moments only.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<WorkerKey, Line> lines = new HashMap<>();

    Batches(Peer peer) {
        this(peer, Duration.ofSeconds(5), Duration.ofMinutes(2));
    }

    /// @param ahead how long a line may be, as it moves, for another one to join it
    /// @param patience how long somebody stands in line at most
    Batches(Peer peer, Duration ahead, Duration patience) {
        this.peer = peer;
        this.ahead = ahead;
        this.patience = patience;
    }

    /// Somebody in line.
    private static final class Place {

        private final Item item;
        private final int bytes;
        private final long since = System.nanoTime();
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        private Place(Item item, int bytes) {
            this.item = item;
            this.bytes = bytes;
        }
    }

    private final class Line {

        private final WorkerKey key;
        private final Deque<Place> waiting = new ArrayDeque<>();
        private final Condition changed = lock.newCondition();
        /// As it was when it was last read; null: it was not yet.
        private @Nullable Worker worker;
        private boolean isGathering;
        private int underWay;
        /// How long the last request took.
        private long tookNanos;
        /// Until when there are appointments.
        private long taken = System.nanoTime();

        private Line(WorkerKey key) {
            this.key = key;
        }

        private int concurrency() {
            return worker == null ? 1 : worker.concurrency();
        }

        /// How many of the first go into one request.
        private int fitting(Worker of) {
            int fitting = 0;
            long bytes = 0;
            for (Place place : waiting) {
                bytes += place.bytes;
                if (fitting == of.batchSize() || (fitting > 0 && bytes > MOST_BYTES)) {
                    break;
                }
                fitting++;
            }
            return fitting;
        }

        private boolean isFull(Worker of) {
            int fitting = fitting(of);
            return fitting == of.batchSize() || fitting < waiting.size();
        }

        /// Whether another one would stand there for too long. The next batch always has room.
        private boolean isOverfull() {
            return worker != null
                    && waiting.size() >= worker.batchSize()
                    && eachNanos(worker) * (waiting.size() + 1) > ahead.toNanos();
        }

        /// How long a job holds up those behind it.
        private long eachNanos(Worker of) {
            return tookNanos / ((long) of.batchSize() * of.concurrency());
        }

        /// In how long the line, as it moves, will come to one more that has no place in it.
        private Outcome.Later appointment() {
            long now = System.nanoTime();
            long next = Math.max(taken - now, tookNanos) + (worker == null ? 0 : eachNanos(worker));
            long pause = Math.min(next, LONGEST_PAUSE.toNanos());
            taken = now + pause;
            return new Outcome.Later(Duration.ofNanos(pause));
        }
    }

    /// Stands in line for the worker until the job was in a request. If it is interrupted it leaves the
    /// line; a request that it is in goes on without it.
    ///
    /// @param bytes of the item in a request
    Outcome join(WorkerKey key, Item item, int bytes) throws InterruptedException {
        Place place = new Place(item, bytes);
        Line line;
        lock.lock();
        try {
            line = lines.computeIfAbsent(key, Line::new);
            if (line.isOverfull()) {
                return line.appointment();
            }
            line.waiting.addLast(place);
            line.changed.signalAll();
            gather(line);
        } finally {
            lock.unlock();
        }
        try {
            return place.outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            Optional<Outcome.Later> left = leave(line, place);
            return left.isPresent() ? left.get() : outcome(line, place);
        } catch (InterruptedException e) {
            leave(line, place);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Of somebody whose request is under way.
    private Outcome outcome(Line line, Place place) throws InterruptedException {
        try {
            return place.outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch for " + line.key, e.getCause());
        }
    }

    /// @return empty if its request is under way
    private Optional<Outcome.Later> leave(Line line, Place place) {
        lock.lock();
        try {
            if (!line.waiting.remove(place)) {
                return Optional.empty();
            }
            line.changed.signalAll();
            return Optional.of(line.appointment());
        } finally {
            lock.unlock();
        }
    }

    /// Has a thread gather the next batch, unless one does, or as many requests are under way as may be.
    private void gather(Line line) {
        if (!line.isGathering && !line.waiting.isEmpty() && line.underWay < line.concurrency()) {
            line.isGathering = true;
            Thread.ofVirtual().name("batch").start(() -> run(line));
        }
    }

    private void run(Line line) {
        Worker worker = null;
        Outcome otherwise = GONE;
        try {
            worker = gathered(line);
        } catch (Exception | Error e) {
            // Also of an error: nobody else would gather for the line.
            LOG.warnf(e, "worker=%s could not be read: its jobs come again in %d s", line.key, AFTER_FAULT.toSeconds());
            otherwise = new Outcome.Later(AFTER_FAULT);
        }
        List<Place> batch = take(line, worker);
        long start = System.nanoTime();
        try {
            List<Outcome> outcomes = worker == null || batch.isEmpty()
                    ? Collections.nCopies(batch.size(), otherwise)
                    : send(worker, batch);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).outcome.complete(outcomes.get(i));
            }
        } finally {
            ended(line, batch.isEmpty() ? 0 : System.nanoTime() - start);
        }
    }

    /// Waits until a batch is to go out.
    ///
    /// @return the worker as it is then; null if it is gone
    private @Nullable Worker gathered(Line line) throws Exception {
        Worker worker = peer.read(line.key).orElse(null);
        return worker != null && awaitCompany(line, worker)
                ? peer.read(line.key).orElse(null)
                : worker;
    }

    /// @return whether it has waited
    private boolean awaitCompany(Line line, Worker worker) throws InterruptedException {
        lock.lock();
        try {
            line.worker = worker;
            boolean waited = false;
            while (!line.waiting.isEmpty() && !line.isFull(worker)) {
                long rest = worker.batchWait().toNanos() - (System.nanoTime() - line.waiting.getFirst().since);
                if (rest <= 0) {
                    break;
                }
                long _ = line.changed.awaitNanos(rest);
                waited = true;
            }
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the batch out of the line, and has the next one gathered.
    ///
    /// @param worker null: all in line are taken
    private List<Place> take(Line line, @Nullable Worker worker) {
        lock.lock();
        try {
            line.worker = worker;
            int count = worker == null ? line.waiting.size() : line.fitting(worker);
            List<Place> batch = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                batch.add(line.waiting.removeFirst());
            }
            line.isGathering = false;
            line.underWay++;
            gather(line);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Outcome> send(Worker worker, List<Place> batch) {
        try {
            return peer.send(worker, batch.stream().map(place -> place.item).toList());
        } catch (Exception | Error e) {
            LOG.warnf(e, "worker=%s was not sent a batch of %d, which is tried again", worker.key(), batch.size());
            return Collections.nCopies(batch.size(), new Outcome.Retry("an internal error"));
        }
    }

    /// @param took 0: nothing was sent
    private void ended(Line line, long took) {
        lock.lock();
        try {
            line.underWay--;
            if (took > 0) {
                line.tookNanos = took;
            }
            gather(line);
            if (line.underWay == 0 && line.waiting.isEmpty() && !line.isGathering) {
                lines.remove(line.key, line);
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many workers have a line.
    int lines() {
        lock.lock();
        try {
            return lines.size();
        } finally {
            lock.unlock();
        }
    }
}
