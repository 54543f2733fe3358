package dev.atrium.jobs.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Does in one transaction what many threads want at the same time: who comes while a transaction is under way waits
/// for its end, and the next one is for all who came meanwhile. Nobody waits for company: who is alone goes at once.
///
/// @param <I> what is to be done
/// @param <R> what came of it
public final class Together<I, R> {

    private static final int MOST = 100;

    private final Work<I, R> work;
    private final Queue<Item<I, R>> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    /// A transaction for all of the items.
    @FunctionalInterface
    public interface Work<I, R> {

        /// @param items at least one, in the order in which they came
        /// @return a result for each, in their order
        List<R> on(List<I> items) throws SQLException;
    }

    private static final class Item<I, R> {
        private final I item;
        private boolean done;
        private @Nullable R result;
        private @Nullable Exception failure;

        Item(I item) {
            this.item = item;
        }
    }

    public Together(Work<I, R> work) {
        this.work = work;
    }

    /// Returns when the item's transaction is committed.
    ///
    /// @throws SQLException if it was not; of several items, one that is to blame does not take the others with it
    public R call(I item) throws SQLException {
        Item<I, R> mine = new Item<>(item);
        waiting.add(mine);
        turn.lock();
        try {
            if (!mine.done) {
                // Those that were woken at the same moment as this thread come along.
                Thread.yield();
            }
            while (!mine.done) {
                work(next());
            }
        } finally {
            turn.unlock();
        }
        return result(mine);
    }

    /// How many wait for the next transaction.
    int waiting() {
        return waiting.size();
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
            List<R> results = work.on(items.stream().map(item -> item.item).toList());
            for (int i = 0; i < items.size(); i++) {
                items.get(i).result = results.get(i);
            }
        } catch (SQLException | RuntimeException e) {
            if (items.size() > 1 && isOfOne(e)) {
                items.forEach(item -> work(List.of(item)));
            } else {
                items.forEach(item -> item.failure = e);
            }
        } finally {
            items.forEach(item -> item.done = true);
        }
    }

    /// Whether one item may be to blame: bad data, a broken constraint, a deadlock. All others fail alone as well.
    private static boolean isOfOne(Exception e) {
        return !(e instanceof SQLException sql)
                || (sql.getSQLState() != null && sql.getSQLState().matches("(22|23|40).*"));
    }

    private static <I, R> R result(Item<I, R> item) throws SQLException {
        switch (item.failure) {
            case null -> {}
            // Each thread has an exception of its own: others may add to theirs.
            case SQLException e -> throw new SQLException(e.getMessage(), e.getSQLState(), e);
            default -> throw new IllegalStateException(item.failure);
        }
        return Objects.requireNonNull(item.result);
    }
}
