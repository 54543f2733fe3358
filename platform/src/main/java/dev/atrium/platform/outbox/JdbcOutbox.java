package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.tenancy.AfterCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The sibling of [Outbox] for services that use JDBC alone.
@ApplicationScoped
public class JdbcOutbox {

    private static final List<Function<OutboxRow, String>> COLUMNS = List.of(
            OutboxRow::id,
            OutboxRow::topic,
            OutboxRow::key,
            OutboxRow::type,
            OutboxRow::source,
            OutboxRow::subject,
            OutboxRow::tenant,
            row -> row.time().toString(),
            OutboxRow::traceparent,
            OutboxRow::data);

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

    /// An event, and in whose trace it is.
    ///
    /// @param traceparent null: in none
    public record Traced(Event event, @Nullable String traceparent) {}

    /// Adds events in one statement, as [#add] does; they leave in their order.
    public void addAll(Connection connection, List<Traced> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<OutboxRow> rows = events.stream()
                .map(traced -> OutboxRow.of(traced.event(), application, now, traced.traceparent()))
                .toList();
        try (PreparedStatement insert = connection.prepareStatement(OutboxRow.INSERT_ALL)) {
            int column = 1;
            for (Function<OutboxRow, String> value : COLUMNS) {
                insert.setArray(
                        column++,
                        connection.createArrayOf(
                                "text", rows.stream().map(value).toArray()));
            }
            insert.executeUpdate();
        }
        AfterCommit.run(wake);
    }
}
