package dev.atrium.jobs.dissolution;

import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;

/// What a feature has of an organisation that was deleted. Every bean of this type is ended by [Dissolution] and
/// forgotten by [Clearance]. Each method with a connection works in its transaction, which sees the tenant, and does a
/// part of it that is short; all of it can be done again.
public interface Estate {

    /// On whose behalf things end.
    String ACTOR = "system:dissolution";

    /// Ends some of what goes on, and keeps what there is.
    ///
    /// @return how much was ended; 0: nothing goes on
    default int end(Connection connection, TenantId tenant) throws SQLException {
        return 0;
    }

    /// Deletes some of what is kept, or has it deleted. Nothing goes on any more.
    ///
    /// @return how much that was; 0: there is nothing
    default int forget(Connection connection, TenantId tenant) throws SQLException {
        return 0;
    }

    /// Deletes all that is kept in the object store and that no row tells of any more.
    ///
    /// @throws StoreUnavailableException if the object store is away: then it is done again later
    default void clear(TenantId tenant) throws InterruptedException {}
}
