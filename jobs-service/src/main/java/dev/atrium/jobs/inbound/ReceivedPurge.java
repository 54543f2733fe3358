package dev.atrium.jobs.inbound;

import dev.atrium.jobs.lane.Chore;
import dev.atrium.jobs.lane.Chunks;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Removes what was delivered longer ago than is kept, and the oldest where others have sent more than is
/// kept: they decide how much it is, and it must not take the disk from the rest.
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
        // First, so that the look at all the others is one at what is kept.
        remove(clock.instant().minus(config.keep()));
        Instant beyond = beyond(config.keepBytes().asLongValue()).at();
        if (beyond != null) {
            remove(beyond);
        }
    }

    private void remove(Instant until) throws SQLException {
        Chunks.untilNone(
                dataSource, connection -> Sql.count(connection, "select purge_webhooks_received(?, ?)", until, CHUNK));
    }

    /// @param at until when all is more than is kept; null: nothing is
    private record Beyond(@Nullable Instant at) {}

    private Beyond beyond(long bytes) throws SQLException {
        return TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.query(
                                connection,
                                "select webhooks_received_beyond(?) as beyond",
                                row -> new Beyond(Sql.instant(row, "beyond")),
                                bytes)
                        .getFirst());
    }
}
