package dev.atrium.jobs.inbound;

import dev.atrium.jobs.access.Place;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `webhook_received`. Every method works in the connection's transaction, which sees one tenant.
final class ReceivedTable {

    private static final String VIEW =
            "select id, message_id, kind, content_type, size_bytes, received_at, state, note,"
                    + " ended_at, replays from webhook_received where tenant = ? and source = ?";

    private static final String FIND =
            "select id, source, source_type, scheme, message_id, received_at, kind, body, errand, state, replays"
                    + " from webhook_received where tenant = ?";

    private ReceivedTable() {}

    /// Which deliveries to list; what is null does not limit them.
    ///
    /// @param maker subject of whose sources they came from
    record Filter(
            UUID source, @Nullable String maker, @Nullable ReceivedState state) {}

    /// Adds a delivery, unless it is there.
    ///
    /// @param end null: it waits for what is to be done; else it was done then
    static boolean insert(Connection connection, Received received, @Nullable String contentType, @Nullable Instant end)
            throws SQLException {
        Origin origin = received.origin();
        return Sql.changes(
                connection,
                "insert into webhook_received (tenant, id, source, source_type, scheme, maker, message_id, kind,"
                        + " content_type, body, size_bytes, errand, received_at, state, ended_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                received.tenant().value(),
                received.id(),
                origin.source(),
                origin.type(),
                origin.scheme(),
                received.errand().maker(),
                origin.messageId(),
                received.kind(),
                contentType,
                received.body(),
                received.body().length,
                Json.write(received.errand()),
                origin.at(),
                (end == null ? ReceivedState.RECEIVED : ReceivedState.DONE).label(),
                end);
    }

    /// The time that a source has used up; empty if it is not limited now.
    static Optional<Instant> pacedUntil(Connection connection, TenantId tenant, UUID source) throws SQLException {
        return Sql.first(
                connection,
                "select paced_until from webhook_received where tenant = ? and source = ? and paced_until is not null"
                        + " order by paced_until desc limit 1",
                row -> Sql.requiredInstant(row, "paced_until"),
                tenant.value(),
                source);
    }

    static void pace(Connection connection, Received received, Instant until) throws SQLException {
        Sql.update(
                connection,
                "update webhook_received set paced_until = ? where tenant = ? and id = ?",
                until,
                received.tenant().value(),
                received.id());
    }

    static Optional<Received> find(Connection connection, TenantId tenant, UUID id) throws SQLException {
        return Sql.first(connection, FIND + " and id = ?", row -> received(tenant, row), tenant.value(), id);
    }

    /// As [#find], of one source; nobody else changes it until the transaction ends.
    static Optional<Received> lock(Connection connection, TenantId tenant, UUID source, UUID id) throws SQLException {
        return Sql.first(
                connection,
                FIND + " and source = ? and id = ? for update",
                row -> received(tenant, row),
                tenant.value(),
                source,
                id);
    }

    /// Writes down how it ended, unless its state is another by now, or it was replayed meanwhile.
    ///
    /// @return whether that was written
    static boolean end(
            Connection connection, Received received, ReceivedState state, @Nullable String note, Instant now)
            throws SQLException {
        return Sql.changes(
                connection,
                "update webhook_received set state = ?, note = ?, ended_at = ?"
                        + " where tenant = ? and id = ? and state = ? and replays = ?",
                state.label(),
                note,
                now,
                received.tenant().value(),
                received.id(),
                received.state().label(),
                received.replays());
    }

    /// Has it wait for being done once more.
    ///
    /// @param idempotencyKey null: it is not repeated
    /// @return false if the last replay was asked for with the same key
    static boolean replay(Connection connection, Received received, @Nullable String idempotencyKey)
            throws SQLException {
        return Sql.changes(
                connection,
                "update webhook_received set state = 'received', note = null, ended_at = null, replays = ?,"
                        + " replay_key = ? where tenant = ? and id = ?"
                        + " and (?::text is null or replay_key is distinct from ?)",
                received.replays(),
                idempotencyKey,
                received.tenant().value(),
                received.id(),
                idempotencyKey,
                idempotencyKey);
    }

    /// Whether a source has delivered anything, in whatever state that is.
    static boolean hasAny(Connection connection, TenantId tenant, Filter filter) throws SQLException {
        return Sql.first(
                        connection,
                        "select 1 from webhook_received where tenant = ? and source = ?"
                                + " and (?::text is null or maker = ?) limit 1",
                        _ -> true,
                        tenant.value(),
                        filter.source(),
                        filter.maker(),
                        filter.maker())
                .isPresent();
    }

    /// Newest first.
    static List<ReceivedView> list(Connection connection, TenantId tenant, Filter filter, Place after, int limit)
            throws SQLException {
        String state = filter.state() == null ? null : filter.state().label();
        return Sql.query(
                connection,
                VIEW + " and (?::text is null or maker = ?) and (?::text is null or state = ?)"
                        + " and (received_at, id) < (?, ?) order by received_at desc, id desc limit ?",
                ReceivedTable::shown,
                tenant.value(),
                filter.source(),
                filter.maker(),
                filter.maker(),
                state,
                state,
                after.createdAt(),
                after.id().isEmpty() ? new UUID(-1, -1) : UUID.fromString(after.id()),
                limit);
    }

    static Optional<ReceivedView> view(Connection connection, TenantId tenant, UUID source, UUID id)
            throws SQLException {
        return Sql.first(connection, VIEW + " and id = ?", ReceivedTable::shown, tenant.value(), source, id);
    }

    private static Received received(TenantId tenant, ResultSet row) throws SQLException {
        return new Received(
                tenant,
                row.getObject("id", UUID.class),
                new Origin(
                        row.getObject("source", UUID.class),
                        row.getString("source_type"),
                        row.getString("scheme"),
                        row.getString("message_id"),
                        Sql.requiredInstant(row, "received_at")),
                row.getString("kind"),
                row.getBytes("body"),
                Json.read(row.getString("errand"), Errand.class),
                state(row),
                row.getInt("replays"));
    }

    private static ReceivedView shown(ResultSet row) throws SQLException {
        return new ReceivedView(
                row.getObject("id", UUID.class),
                row.getString("message_id"),
                row.getString("kind"),
                row.getString("content_type"),
                row.getInt("size_bytes"),
                Sql.requiredInstant(row, "received_at"),
                state(row),
                row.getString("note"),
                Sql.instant(row, "ended_at"),
                row.getInt("replays"),
                null,
                null,
                null);
    }

    private static ReceivedState state(ResultSet row) throws SQLException {
        return ReceivedState.labelled(row.getString("state")).orElseThrow();
    }
}
