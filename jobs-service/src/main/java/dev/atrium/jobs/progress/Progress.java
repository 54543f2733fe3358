package dev.atrium.jobs.progress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.jobs.access.Access;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells the owner of a job or a workflow instance how far it is: kept for who asks, and told on open
/// sockets; also to those who are in its room, if it has one.
@ApplicationScoped
public class Progress {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MAX_WORKS = 10_000;
    private static final int MAX_NOTE = 200;

    private final DataSource dataSource;
    private final JdbcOutbox outbox;
    private final InstantSource clock;
    private final Cache<Work, Boolean> told =
            Caffeine.newBuilder().expireAfterWrite(PAUSE).maximumSize(MAX_WORKS).build();

    Progress(DataSource dataSource, JdbcOutbox outbox, InstantSource clock) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Says that so much is done. May be called as often as there is something to say: once a second it
    /// is told, and always when everything is done. A transaction of its own.
    ///
    /// @param done from 0 to `total`
    /// @param total at least 1
    /// @param note what is being done, shown to the owner; cut after 200 characters. Null: nothing
    /// @throws IllegalArgumentException if the numbers are out of bounds
    public void report(Work work, long done, long total, @Nullable String note) throws SQLException {
        if (done < 0 || total < 1 || done > total) {
            throw new IllegalArgumentException(done + " of " + total);
        }
        boolean isSoon = told.asMap().putIfAbsent(work, true) != null;
        if (done == total || !isSoon) {
            String shown = note == null ? null : note.substring(0, Math.min(note.length(), MAX_NOTE));
            ProgressView view = new ProgressView(done, total, shown, clock.instant());
            TenantConnections.inTenant(dataSource, work.tenant(), connection -> tell(connection, work, view));
        }
    }

    /// What was last said, if the caller may see the work.
    Optional<ProgressView> find(Caller who, Work.Kind kind, String id) throws SQLException {
        if (id.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Work work = new Work(who.tenant(), kind, id, null);
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> ProgressTable.find(connection, work, Access.subject(who)));
    }

    private boolean tell(Connection connection, Work work, ProgressView view) throws SQLException {
        Optional<ProgressTable.Owned> owned = ProgressTable.put(connection, work, view);
        if (owned.isPresent()) {
            outbox.add(
                    connection,
                    new Event.Progressed(
                            work.tenant(),
                            owned.get().owner(),
                            work.kind().label(),
                            work.id(),
                            owned.get().name(),
                            view.done(),
                            view.total(),
                            view.note(),
                            work.room()));
        }
        return owned.isPresent();
    }
}
