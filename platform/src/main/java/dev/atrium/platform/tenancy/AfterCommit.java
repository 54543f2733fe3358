package dev.atrium.platform.tenancy;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/// What follows from a transaction of [TenantConnections] once it is committed, and does not if it is undone or the
/// process dies: only what would come later anyway.
public final class AfterCommit {

    private static final ScopedValue<Set<Runnable>> RUNNING = ScopedValue.newInstance();

    private AfterCommit() {}

    /// To be called on the thread of a transaction; outside of any it has no effect.
    ///
    /// @param action must not fail; the same one is run once
    public static void run(Runnable action) {
        if (RUNNING.isBound()) {
            RUNNING.get().add(action);
        }
    }

    @FunctionalInterface
    interface Transaction<T> {
        T commit() throws SQLException;
    }

    static <T> T of(Transaction<T> transaction) throws SQLException {
        Set<Runnable> actions = new LinkedHashSet<>();
        T result = ScopedValue.where(RUNNING, actions).call(transaction::commit);
        actions.forEach(Runnable::run);
        return result;
    }
}
