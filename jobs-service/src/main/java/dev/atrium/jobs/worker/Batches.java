package dev.atrium.jobs.worker;

import dev.atrium.jobs.queue.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
/// Who waits takes a place and memory that others could have, and must not lose a try by it: who would
/// stand too long in line for a slow worker, or has done so, or finds no room for its payload, is told to
/// come again when the line, at its pace, will have come to it.
final class Batches {

    /// How much of payloads goes into one request; a single job may always go.
    static final int MOST_BYTES = 1 << 20;

    static final Outcome GONE = new Outcome.Dead("its worker is gone");

    private static final Logger LOG = Logger.getLogger(Batches.class);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(5);

    /// Where batches go. Both methods run on virtual threads.
    interface Peer {

        /// The worker as it is now; empty if it is gone.
        Optional<Worker> read(WorkerKey key) throws Exception;

        /// Sends a batch.
        ///
        /// @return what becomes of each, in the same order
        List<Outcome> send(Worker worker, List<Item> batch) throws Exception;
    }

    /// What those who wait may take.
    ///
    /// @param ahead how long a line may be, as it moves, for another one to stand in it
    /// @param patience how long somebody stands in line at most
    /// @param places how many of a party there may be: when so many are there no batch waits for more
    /// @param bytes how much memory all payloads may take, in line and under way
    /// @param bytesOfAParty those of one party
    record Limits(Duration ahead, Duration patience, int places, long bytes, long bytesOfAParty) {

        /// @param places how many jobs of a party run at the same time
        static Limits of(int places) {
            return new Limits(Duration.ofSeconds(5), Duration.ofMinutes(2), places, 32L << 20, 8L << 20);
        }
    }

    private final Peer peer;
    private final Limits limits;
    /// Of all lines and what is in them: it is held for moments only.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<WorkerKey, Line> lines = new HashMap<>();
    private final Map<String, Held> parties = new HashMap<>();
    private long heldBytes;

    Batches(Peer peer, Limits limits) {
        this.peer = peer;
        this.limits = limits;
    }

    /// What those of a party take, in line and under way.
    private record Held(int places, long bytes) {}

    /// Stands in line for the worker until the job was in a request. If it is interrupted it leaves the
    /// line; a request that it is in goes on without it.
    ///
    /// @param party whose place it takes: the same for all jobs of a worker
    /// @param bytes of the item in a request
    /// @param held how much memory it takes
    Outcome join(WorkerKey key, String party, Item item, int bytes, long held) throws InterruptedException {
        Line.Place place = new Line.Place(item, bytes, held, System.nanoTime(), new CompletableFuture<>());
        Line line;
        lock.lock();
        try {
            line = lines.get(key);
            if (!hasRoom(party, held)) {
                return line == null ? new Outcome.Later(Line.SHORTEST_PAUSE) : line.appointment();
            }
            if (line == null) {
                line = new Line(key, party, limits, lock.newCondition());
                lines.put(key, line);
            } else if (line.isTooLong()) {
                return line.appointment();
            }
            line.add(place);
            hold(line, 1, held);
            gather(line);
        } finally {
            lock.unlock();
        }
        try {
            return await(line, place);
        } catch (InterruptedException e) {
            leave(line, place, true);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a batch for " + key, e.getCause());
        }
    }

    /// Looks now and then whether the line still moves as it did when it was joined.
    private Outcome await(Line line, Line.Place place) throws InterruptedException, ExecutionException {
        while (true) {
            long rest = limits.patience().toNanos() - (System.nanoTime() - place.since());
            try {
                return place.outcome().get(Math.min(rest, limits.ahead().toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                boolean isOver = rest <= limits.ahead().toNanos();
                Optional<Outcome.Later> left = leave(line, place, isOver);
                if (left.isPresent()) {
                    return left.get();
                }
                if (isOver) {
                    return place.outcome().get();
                }
            }
        }
    }

    private boolean hasRoom(String party, long held) {
        return heldBytes + held <= limits.bytes() && of(party).bytes() + held <= limits.bytesOfAParty();
    }

    private Held of(String party) {
        return parties.getOrDefault(party, new Held(0, 0));
    }

    /// @param places negative: they are given back
    private void hold(Line line, int places, long bytes) {
        heldBytes += bytes;
        Held before = of(line.party());
        Held now = new Held(before.places() + places, before.bytes() + bytes);
        if (now.places() == 0) {
            parties.remove(line.party());
        } else {
            parties.put(line.party(), now);
        }
    }

    /// @param inAnyCase false: only if it is too far behind
    /// @return empty if it stays, or its request is under way
    private Optional<Outcome.Later> leave(Line line, Line.Place place, boolean inAnyCase) {
        lock.lock();
        try {
            if (!(inAnyCase || line.isTooFarBehind(place)) || !line.remove(place)) {
                return Optional.empty();
            }
            hold(line, -1, -place.held());
            return Optional.of(line.appointment());
        } finally {
            lock.unlock();
        }
    }

    /// Has a thread gather the next batch, unless one does, or as many requests are under way as may be.
    private void gather(Line line) {
        if (line.begin()) {
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
            LOG.warnf(
                    e, "worker=%s could not be read: its jobs come again in %d s", line.key(), AFTER_FAULT.toSeconds());
            otherwise = new Outcome.Later(AFTER_FAULT);
        }
        Line.Batch batch = take(line, worker);
        List<Line.Place> places = batch.places();
        try {
            List<Outcome> outcomes = worker == null || places.isEmpty()
                    ? Collections.nCopies(places.size(), otherwise)
                    : send(worker, places);
            for (int i = 0; i < places.size(); i++) {
                places.get(i).outcome().complete(outcomes.get(i));
            }
        } finally {
            ended(line, batch);
        }
    }

    /// Waits until a batch is to go out.
    ///
    /// @return the worker as it is then; null if it is gone
    private @Nullable Worker gathered(Line line) throws Exception {
        Worker worker = peer.read(line.key()).orElse(null);
        return worker != null && awaitCompany(line, worker)
                ? peer.read(line.key()).orElse(null)
                : worker;
    }

    /// @return whether it has waited
    private boolean awaitCompany(Line line, Worker worker) throws InterruptedException {
        lock.lock();
        try {
            return line.awaitCompany(worker, () -> of(line.party()).places());
        } finally {
            lock.unlock();
        }
    }

    /// Takes the batch out of the line, and has the next one gathered.
    ///
    /// @param worker null: all in line are taken
    private Line.Batch take(Line line, @Nullable Worker worker) {
        lock.lock();
        try {
            Line.Batch batch = line.take(worker);
            gather(line);
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Outcome> send(Worker worker, List<Line.Place> batch) {
        try {
            return peer.send(worker, batch.stream().map(Line.Place::item).toList());
        } catch (Exception | Error e) {
            LOG.warnf(e, "worker=%s was not sent a batch of %d, which is tried again", worker.key(), batch.size());
            return Collections.nCopies(batch.size(), new Outcome.Retry("an internal error"));
        }
    }

    private void ended(Line line, Line.Batch batch) {
        lock.lock();
        try {
            line.ended(batch);
            batch.places().forEach(place -> hold(line, -1, -place.held()));
            gather(line);
            if (line.isIdle()) {
                lines.remove(line.key(), line);
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

    /// How much memory payloads take.
    long heldBytes() {
        lock.lock();
        try {
            return heldBytes;
        } finally {
            lock.unlock();
        }
    }
}
