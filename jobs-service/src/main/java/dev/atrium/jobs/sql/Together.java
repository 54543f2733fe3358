package dev.atrium.jobs.sql;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Does in one transaction what many threads want at the same time: who comes while a transaction is under way waits
/// for its end, and the next one is for all who came meanwhile. Nobody waits for company: who is alone goes at once.
///
/// Transactions have a thread of their own, so that nobody's interrupt or deadline ends those of others.
///
/// @param <I> what is to be done
/// @param <R> what came of it
public final class Together<I, R> {

    private static final int MOST = 100;
    private static final int MOST_WAITING = 1_000;

    private final Work<I, R> work;
    private final Queue<Item<I, R>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean underWay = new AtomicBoolean();

    /// A transaction for all of the items.
    @FunctionalInterface
    public interface Work<I, R> {

        /// @param items at least one, in the order in which they came
        /// @return a result for each, in their order
        List<R> on(List<I> items) throws SQLException;
    }

    private record Item<I, R>(I item, CompletableFuture<R> result) {}

    public Together(Work<I, R> work) {
        this.work = work;
    }

    /// Returns when the item's transaction is committed. An interrupt is kept for later: what was asked for is done.
    ///
    /// @throws SQLException if it was not; of several items, one that is to blame does not take the others with it
    public R call(I item) throws SQLException {
        Item<I, R> mine = new Item<>(item, new CompletableFuture<>());
        waiting.add(mine);
        begin();
        try {
            return mine.result.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                // Each thread has an exception of its own: others may add to theirs.
                case SQLException sql -> throw new SQLException(sql.getMessage(), sql.getSQLState(), sql);
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /// As [#call], for a client that can come again.
    ///
    /// @throws ProblemException `unavailable` if so many wait that the client would give up before its turn comes
    public R request(I item) throws SQLException {
        if (waiting() >= MOST_WAITING) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "Too many wait for the same now: come back later.");
        }
        return call(item);
    }

    /// How many wait for the next transaction.
    int waiting() {
        return waiting.size();
    }

    private void begin() {
        if (underWay.compareAndSet(false, true)) {
            Thread.ofVirtual().name("together").start(this::workWhileSomebodyWaits);
        }
    }

    private void workWhileSomebodyWaits() {
        try {
            for (List<Item<I, R>> items = next(); !items.isEmpty(); items = next()) {
                work(items);
            }
        } finally {
            underWay.set(false);
            if (!waiting.isEmpty()) {
                begin();
            }
        }
    }

    private List<Item<I, R>> next() {
        List<Item<I, R>> items = new ArrayList<>();
        for (Item<I, R> item = waiting.poll(); item != null; item = items.size() < MOST ? waiting.poll() : null) {
            items.add(item);
        }
        return items;
    }

    private void work(List<Item<I, R>> items) {
        try {
            List<R> results = work.on(items.stream().map(Item::item).toList());
            for (int i = 0; i < items.size(); i++) {
                items.get(i).result.complete(results.get(i));
            }
        } catch (SQLException | RuntimeException e) {
            if (items.size() > 1 && isOfOne(e)) {
                items.forEach(item -> work(List.of(item)));
            } else {
                items.forEach(item -> item.result.completeExceptionally(e));
            }
        } finally {
            // Only after an error of the machine itself is anybody left.
            items.forEach(
                    item -> item.result.completeExceptionally(new IllegalStateException("nothing is known of it")));
        }
    }

    /// Whether one item may be to blame: bad data, a broken constraint, a deadlock, a lock that somebody
    /// else keeps. All others fail alone as well.
    private static boolean isOfOne(Exception e) {
        return !(e instanceof SQLException sql)
                || (sql.getSQLState() != null && sql.getSQLState().matches("(22|23|40).*|55P03"));
    }
}
