package dev.atrium.media.storage;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/// Keeps bytes in the store from being deleted while a file that has them is being recorded. A lock is held until the
/// session's transaction ends.
public final class ObjectLock {

    private static final String SHARED = "select 1 from pg_advisory_xact_lock_shared(hashtextextended(?1, 0))";
    private static final String EXCLUSIVE = "select 1 from pg_advisory_xact_lock(hashtextextended(?1, 0))";

    private ObjectLock() {}

    /// For who records a file.
    public static Uni<Void> shared(Mutiny.Session session, ObjectKey key) {
        return lock(session, SHARED, key);
    }

    /// For who deletes the bytes.
    public static Uni<Void> exclusive(Mutiny.Session session, ObjectKey key) {
        return lock(session, EXCLUSIVE, key);
    }

    private static Uni<Void> lock(Mutiny.Session session, String sql, ObjectKey key) {
        return session.createNativeQuery(sql, Integer.class)
                .setParameter(1, "object " + key)
                .getSingleResult()
                .replaceWithVoid();
    }
}
