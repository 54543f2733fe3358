package dev.atrium.media.storage;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Carries out [ObjectRemoval]s, one after the other, each until it has succeeded: the row goes after the object.
/// Bytes that a file has, or that somebody claims, stay, and so does what a file has that was derived from it, or gets.
///
/// Several instances share the work. Each holds one connection of its own, also while the store is asked.
///
/// A store may carry out a removal long after who has sent it gave up, or was killed. So, before it is sent, it is made
/// known until when that may be: until then nobody claims the bytes anew ([Claims]), and the row stays, also if another
/// try succeeds meanwhile.
@ApplicationScoped
public class Sweeper {

    private static final Logger LOG = Logger.getLogger(Sweeper.class);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /// Longer than a removal is in one's hands: whoever had it then has died.
    private static final Duration LEASE = Duration.ofSeconds(30);

    /// How long a store, or what is before it, may keep a removal for which nobody waits any more.
    private static final Duration DOUBT = Duration.ofMinutes(2);

    private static final String NEXT = "select id, tenant, object_key, sha256, attempts from next_object_removal()";
    private static final String BEGIN = "update object_removal r"
            + " set due_at = clock_timestamp() + ? * interval '1 second',"
            + " doubtful_until = clock_timestamp() + ? * interval '1 second'"
            + " from (select doubtful_until from object_removal where id = ?) before where r.id = ?"
            + " returning before.doubtful_until, coalesce(before.doubtful_until > clock_timestamp(), false) as doubtful";
    private static final String WANTED = "select 1 from file where tenant = ? and id = ? and ? in"
            + " (resets, case when status = 'READY' and derived_of <> resets then 0 else derived_of end)";
    private static final String NEEDED = "select exists (select 1 from file where tenant = ? and sha256 = ?)"
            + " or exists (select 1 from object_removal"
            + " where tenant = ? and sha256 = ? and due_at > now() and id <> ?)";
    private static final String DONE = "delete from object_removal where id = ?";
    private static final String KEPT = "update object_removal set due_at = doubtful_until where id = ?";
    private static final String NOT_SENT = "update object_removal set attempts = attempts + 1, doubtful_until = ?,"
            + " due_at = clock_timestamp() + ? * interval '1 second' where id = ?";
    private static final String IN_DOUBT = "update object_removal set attempts = attempts + 1,"
            + " doubtful_until = clock_timestamp() + ? * interval '1 second',"
            + " due_at = clock_timestamp() + ? * interval '1 second' where id = ?";

    private final DataSource dataSource;
    private final ObjectStore store;
    private final Strays strays;
    private final Counter removed;
    private final Counter failed;
    private final Semaphore wakes = new Semaphore(0);
    private final Thread worker =
            Thread.ofPlatform().name("object-sweeper").daemon().unstarted(this::run);
    private volatile boolean stopping;

    Sweeper(DataSource dataSource, ObjectStore store, Strays strays, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.store = store;
        this.strays = strays;
        this.removed = metrics.counter("atrium.media.objects.removed");
        this.failed = metrics.counter("atrium.media.objects.removal.failures");
    }

    private record Removal(UUID id, TenantId tenant, ObjectKey key, int attempts) {}

    /// A removal that nobody else carries out for the time being.
    ///
    /// @param doubtfulUntil until when an earlier try of it was doubtful; null: there was none
    /// @param doubtful whether it still is
    private record Begun(Removal removal, @Nullable Instant doubtfulUntil, boolean doubtful) {}

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        worker.interrupt();
        worker.join(STOP_TIMEOUT);
    }

    /// Something is due.
    void wake() {
        wakes.release();
    }

    private void run() {
        try {
            while (!stopping) {
                sweep();
            }
        } catch (InterruptedException e) {
            LOG.debug("the sweeper ended by shutdown");
        }
    }

    private void sweep() throws InterruptedException {
        try {
            wakes.drainPermits();
            while (!stopping && next()) {
                // There may be more.
            }
            strays.look();
            boolean _ = wakes.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (SQLException | RuntimeException e) {
            if (!stopping) {
                LOG.warnf(e, "objects cannot be removed now, going on in %s", PAUSE_AFTER_FAILURE);
                TimeUnit.NANOSECONDS.sleep(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    /// @return whether something was due
    private boolean next() throws SQLException {
        Optional<Begun> due = TenantConnections.inTransaction(dataSource, Sweeper::begin);
        if (due.isPresent()) {
            TenantConnections.inTenant(dataSource, due.get().removal().tenant(), connection -> {
                carryOut(connection, due.get());
                return due;
            });
        }
        return due.isPresent();
    }

    private static Optional<Begun> begin(Connection connection) throws SQLException {
        Optional<Removal> due = Sql.first(connection, NEXT, Sweeper::removal);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Removal removal = due.get();
        TenantConnections.enter(connection, removal.tenant());
        return Sql.first(
                connection,
                BEGIN,
                row -> new Begun(removal, Sql.instant(row, "doubtful_until"), row.getBoolean("doubtful")),
                LEASE.toSeconds(),
                DOUBT.toSeconds(),
                removal.id(),
                removal.id());
    }

    private void carryOut(Connection connection, Begun begun) throws SQLException {
        Removal removal = begun.removal();
        ObjectKey key = removal.key();
        String sha256 = key.sha256();
        if (sha256 != null) {
            if (!ObjectLock.exclusive(connection, key)) {
                notSent(connection, begun);
                return;
            }
            if (isNeeded(connection, removal, sha256)) {
                done(connection, begun);
                return;
            }
        } else if (Sql.exists(connection, WANTED, removal.tenant().value(), key.file(), key.resets())) {
            // The file has come back, and with it what is derived from it, or it never went.
            done(connection, begun);
            return;
        }
        try {
            store.delete(key).await().indefinitely();
        } catch (RuntimeException e) {
            if (stopping) {
                throw e;
            }
            // Whatever it is: the one that has been due for longest must not keep all others.
            failed.increment();
            LOG.warnf(
                    e,
                    "an object cannot be removed now, it is tried again: tenant=%s object=%s",
                    removal.tenant(),
                    key);
            inDoubt(connection, removal);
            return;
        }
        done(connection, begun);
        removed.increment();
    }

    private static Removal removal(ResultSet row) throws SQLException {
        @Nullable String sha256 = row.getString("sha256");
        return new Removal(
                row.getObject("id", UUID.class),
                new TenantId(row.getString("tenant")),
                new ObjectKey(row.getString("object_key"), sha256),
                row.getInt("attempts"));
    }

    /// Of several removals of the same bytes the last one decides.
    private static boolean isNeeded(Connection connection, Removal removal, String sha256) throws SQLException {
        String tenant = removal.tenant().value();
        return Sql.first(connection, NEEDED, row -> row.getBoolean(1), tenant, sha256, tenant, sha256, removal.id())
                .orElseThrow();
    }

    /// An earlier try may yet be carried out: until it cannot any more the row stays, and then it decides once more.
    private static void done(Connection connection, Begun begun) throws SQLException {
        Sql.update(connection, begun.doubtful() ? KEPT : DONE, begun.removal().id());
    }

    private static void notSent(Connection connection, Begun begun) throws SQLException {
        Removal removal = begun.removal();
        Sql.update(connection, NOT_SENT, begun.doubtfulUntil(), delay(removal), removal.id());
    }

    private static void inDoubt(Connection connection, Removal removal) throws SQLException {
        Sql.update(connection, IN_DOUBT, DOUBT.toSeconds(), delay(removal), removal.id());
    }

    /// In seconds.
    private static long delay(Removal removal) {
        long doubled = 1L << Math.min(removal.attempts(), Integer.SIZE);
        return Math.min(doubled, LONGEST_DELAY.toSeconds());
    }
}
