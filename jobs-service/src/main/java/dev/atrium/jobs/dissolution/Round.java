package dev.atrium.jobs.dissolution;

import dev.atrium.platform.identity.TenantId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Goes through rows that stay after something was done to them, in the order of their ids: each part goes on
/// behind the last one, instead of looking from the beginning through all that is done. When it comes to the
/// end it begins again, so that nothing is left of what was undone, or locked by others. Thread-safe.
///
/// @param <K> of an id
public final class Round<K> {

    private final K beginning;
    private final Map<TenantId, K> reached = new ConcurrentHashMap<>();

    /// @param beginning lower than all ids
    public Round(K beginning) {
        this.beginning = beginning;
    }

    /// Some of the rows.
    @FunctionalInterface
    public interface Part<K> {

        /// Does something to the next rows behind an id.
        ///
        /// @return their ids, in order; empty if there are none
        List<K> behind(K id) throws SQLException;
    }

    /// Does the next part.
    ///
    /// @return to how many rows; 0: there is nothing to be done to any of the tenant
    public int next(TenantId tenant, Part<K> part) throws SQLException {
        K last = reached.remove(tenant);
        List<K> done = last == null ? List.of() : part.behind(last);
        if (done.isEmpty()) {
            done = part.behind(beginning);
        }
        if (!done.isEmpty()) {
            reached.put(tenant, done.getLast());
        }
        return done.size();
    }
}
