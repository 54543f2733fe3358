package dev.atrium.jobs.moderation;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;

/// Has rooms be told what they do not know although all tries of [ApplyJob] are over, once an hour until they do.
@ApplicationScoped
class Untold implements Chore {

    /// Longer than the tries of one job take.
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final int MOST = 1_000;

    private final DataSource dataSource;
    private final JobQueue queue;
    private final InstantSource clock;

    Untold(DataSource dataSource, JobQueue queue, InstantSource clock) {
        this.dataSource = dataSource;
        this.queue = queue;
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
                        now.minus(PATIENCE),
                        MOST));
        for (Key key : untold) {
            TenantConnections.inTenant(
                    dataSource,
                    key.tenant(),
                    connection -> queue.add(
                            connection,
                            ApplyJob.TYPE,
                            key.tenant(),
                            key.item() + ":again:" + now.truncatedTo(ChronoUnit.HOURS),
                            Moderation.SYSTEM.subject(),
                            Json.write(key.item())));
        }
        queue.wake(JobClass.MODERATION);
    }
}
