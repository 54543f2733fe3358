package dev.atrium.jobs.inbound;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/// Removes what was delivered longer ago than is kept, and where others have sent more than is kept the
/// oldest of who has most of it: they decide how much it is, and it must neither take the disk from the
/// rest nor their log from others.
@ApplicationScoped
class ReceivedPurge implements Chore {

    private static final int CHUNK = 500;

    private final DataSource dataSource;
    private final InboundConfig config;
    private final InstantSource clock;

    ReceivedPurge(DataSource dataSource, InboundConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "inbound-purge";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() throws SQLException {
        Instant old = clock.instant().minus(config.keep());
        Chunks.untilNone(
                dataSource, connection -> Sql.count(connection, "select purge_webhooks_received(?, ?)", old, CHUNK));
        // Behind it, so that all is looked at that is kept, and no more.
        removeBeyond(config.keepBytes().asLongValue());
    }

    void removeBeyond(long bytes) throws SQLException {
        for (Surplus surplus : surplus(bytes)) {
            Chunks.untilNone(
                    dataSource,
                    connection -> Sql.count(
                            connection,
                            "select purge_webhooks_received_of(?, ?, ?, ?)",
                            surplus.tenant(),
                            surplus.maker(),
                            surplus.until(),
                            CHUNK));
        }
    }

    /// What of a maker's is more than is kept.
    private record Surplus(String tenant, String maker, Instant until) {}

    private List<Surplus> surplus(long bytes) throws SQLException {
        return TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.query(
                        connection,
                        "select tenant, maker, until from webhooks_received_surplus(?)",
                        row -> new Surplus(
                                row.getString("tenant"), row.getString("maker"), Sql.requiredInstant(row, "until")),
                        bytes));
    }
}
