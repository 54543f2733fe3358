package dev.atrium.media.storage;

import dev.atrium.platform.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.reactive.mutiny.Mutiny;

/// Keeps apart who claims bytes and who removes them. A lock is held until the transaction ends; nobody
/// waits for one.
final class ObjectLock {

    private static final String SHARED = "select pg_try_advisory_xact_lock_shared(hashtextextended(?1, 0))";
    private static final String EXCLUSIVE = "select pg_try_advisory_xact_lock(hashtextextended(?, 0))";

    private ObjectLock() {}

    /// For who claims them.
    ///
    /// @return false if they are being removed
    static Uni<Boolean> shared(Mutiny.Session session, ObjectKey key) {
        return session.createNativeQuery(SHARED, Boolean.class)
                .setParameter(1, name(key))
                .getSingleResult();
    }

    /// For who removes them.
    ///
    /// @return false if they are being claimed
    static boolean exclusive(Connection connection, ObjectKey key) throws SQLException {
        return Sql.first(connection, EXCLUSIVE, row -> row.getBoolean(1), name(key))
                .orElseThrow();
    }

    private static String name(ObjectKey key) {
        return "object " + key;
    }
}
