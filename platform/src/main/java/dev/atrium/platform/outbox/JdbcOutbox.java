package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.tenancy.AfterCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The sibling of [Outbox] for services that use JDBC alone.
@ApplicationScoped
public class JdbcOutbox {

    private final String application;
    private final InstantSource clock;
    private final Runnable wake;

    JdbcOutbox(
            @ConfigProperty(name = "quarkus.application.name") String application,
            InstantSource clock,
            Instance<OutboxRelay> relay) {
        this.application = application;
        this.clock = clock;
        this.wake = relay.isResolvable() ? relay.get()::wake : () -> {};
    }

    /// Adds an event in the connection's transaction; it leaves at once if that is one of [TenantConnections].
    public void add(Connection connection, Event event) throws SQLException {
        OutboxRow row = OutboxRow.of(event, application, clock.instant());
        try (PreparedStatement insert =
                connection.prepareStatement(OutboxRow.INSERT + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.topic());
            insert.setString(3, row.key());
            insert.setString(4, row.type());
            insert.setString(5, row.source());
            insert.setString(6, row.subject());
            insert.setString(7, row.tenant());
            insert.setTimestamp(8, Timestamp.from(row.time()));
            insert.setString(9, row.traceparent());
            insert.setString(10, row.data());
            insert.executeUpdate();
        }
        AfterCommit.run(wake);
    }
}
