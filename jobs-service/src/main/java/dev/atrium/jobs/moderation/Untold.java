package dev.atrium.jobs.moderation;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.Replays;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Has rooms be told what they do not know although all tries of [ApplyJob] are over, until they do: after an hour, and
/// then ever more rarely. A job that was given up is tried again rather than another one added, so that of each
/// decision there is one dead letter at most.
@ApplicationScoped
class Untold implements Chore {

    /// Longer than the tries of one job take.
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private static final int MOST = 1_000;

    private final DataSource dataSource;
    private final JobQueue queue;
    private final Replays replays;
    private final InstantSource clock;

    Untold(DataSource dataSource, JobQueue queue, Replays replays, InstantSource clock) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.replays = replays;
        this.clock = clock;
    }

    private record Key(TenantId tenant, String item) {}

    @Override
    public String name() {
        return "moderation-untold";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() throws SQLException {
        Instant now = clock.instant();
        List<Key> untold = TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.query(
                        connection,
                        "select tenant, id from untold_moderation(?, ?)",
                        row -> new Key(new TenantId(row.getString("tenant")), row.getString("id")),
                        now,
                        MOST));
        for (Key key : untold) {
            TenantConnections.inTenant(dataSource, key.tenant(), connection -> tellAgain(connection, key, now));
        }
        queue.wake(JobClass.MODERATION);
    }

    /// @return whether the room is still to be told
    private boolean tellAgain(Connection connection, Key key, Instant now) throws SQLException {
        Optional<ItemTable.Untold> untold = ItemTable.lockUntold(connection, key.tenant(), key.item());
        if (untold.isPresent()) {
            UUID job = untold.get().job();
            if (job == null || !replays.again(connection, key.tenant(), job, Moderation.SYSTEM.subject())) {
                job = add(connection, key, now);
            }
            Instant next = now.plus(pause(untold.get().since(), now));
            ItemTable.telling(connection, key.tenant(), key.item(), job, next);
        }
        return untold.isPresent();
    }

    /// As long as it has taken so far: a room that is away for long is not asked for each of its messages all the time.
    private static Duration pause(Instant since, Instant now) {
        Duration soFar = Duration.between(since, now);
        if (soFar.compareTo(PATIENCE) < 0) {
            return PATIENCE;
        }
        return soFar.compareTo(LONGEST_PAUSE) < 0 ? soFar : LONGEST_PAUSE;
    }

    private UUID add(Connection connection, Key key, Instant now) throws SQLException {
        return queue.add(
                connection,
                ApplyJob.TYPE,
                key.tenant(),
                key.item() + ":again:" + now,
                Moderation.SYSTEM.subject(),
                Json.write(key.item()));
    }
}
