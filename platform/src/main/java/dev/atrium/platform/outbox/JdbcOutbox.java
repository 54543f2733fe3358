package dev.atrium.platform.outbox;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.AfterCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

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
        Sql.update(
                connection,
                OutboxRow.INSERT + "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                row.topic(),
                row.key(),
                row.type(),
                row.source(),
                row.subject(),
                row.tenant(),
                row.time(),
                row.traceparent(),
                row.data());
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
        Columns<OutboxRow> rows = new Columns<>(
                connection,
                events.stream()
                        .map(traced -> OutboxRow.of(traced.event(), application, now, traced.traceparent()))
                        .toList());
        Sql.update(
                connection,
                OutboxRow.INSERT_ALL,
                rows.of("text", OutboxRow::id),
                rows.of("text", OutboxRow::topic),
                rows.of("text", OutboxRow::key),
                rows.of("text", OutboxRow::type),
                rows.of("text", OutboxRow::source),
                rows.of("text", OutboxRow::subject),
                rows.of("text", OutboxRow::tenant),
                rows.of("text", OutboxRow::time),
                rows.of("text", OutboxRow::traceparent),
                rows.of("text", OutboxRow::data));
        AfterCommit.run(wake);
    }
}
