package dev.atrium.jobs.webhook;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The table `webhook_event`. Every method works in the connection's transaction, which sees one
/// tenant.
final class EventTable {

    private EventTable() {}

    /// Adds events unless they are there.
    ///
    /// @param endpoint the only one that they are for; null: they are for all that want them
    static void insert(Connection connection, TenantId tenant, List<PublicEvent> events, @Nullable UUID endpoint)
            throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        Columns<PublicEvent> columns = new Columns<>(connection, events);
        Sql.update(
                connection,
                "insert into webhook_event (tenant, id, type, at, body, endpoint_id, owner, room, public_read,"
                        + " message, sequence) select ?, e.id, e.type, e.at, e.body, ?::uuid, e.owner, e.room,"
                        + " e.public_read, e.message, e.sequence"
                        + " from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::text[], ?::text[],"
                        + " ?::bool[], ?::text[], ?::bigint[])"
                        + " as e(id, type, at, body, owner, room, public_read, message, sequence)"
                        + " on conflict (tenant, id) do nothing",
                tenant.value(),
                endpoint,
                columns.of("text", PublicEvent::id),
                columns.of("text", PublicEvent::type),
                columns.of("text", PublicEvent::at),
                columns.of("text", PublicEvent::body),
                columns.of("text", event -> event.audience().owner()),
                columns.of("text", event -> event.audience().room()),
                columns.of("bool", event -> event.audience().publicRead()),
                columns.of(
                        "text",
                        event -> event.said() == null ? null : event.said().message()),
                columns.of(
                        "int8",
                        event -> event.said() == null ? null : event.said().sequence()));
    }

    /// What a message said until then nobody may know any more, and it is not kept: so nothing of it is sent, or
    /// shown, or sent again. The room's own numbers say what was before: the clocks of its nodes differ.
    static void forget(Connection connection, RoomEvent.MessageChange gone) throws SQLException {
        Sql.update(
                connection,
                "update webhook_event set owner = null, room = null, public_read = false, body = '{}'"
                        + " where tenant = ? and message = ?"
                        + " and case when sequence is null then at <= ? else sequence <= ? end",
                gone.tenant().value(),
                gone.message(),
                gone.at(),
                gone.sequence());
    }

    /// Events of these types of which the endpoint has no delivery, the oldest first.
    ///
    /// @param since what happened at this time or later
    /// @param after id behind which to go on among those of that time
    static List<PublicEvent> missing(
            Connection connection, EndpointKey endpoint, List<String> types, Instant since, String after, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select e.id, e.type, e.at, e.body, e.owner, e.room, e.public_read, e.message, e.sequence"
                        + " from webhook_event e"
                        + " where e.tenant = ? and (e.at, e.id) > (?, ?) and e.endpoint_id is null and e.type = any(?)"
                        + " and not exists (select 1 from webhook_delivery d where d.tenant = e.tenant"
                        + " and d.event_id = e.id and d.endpoint_id = ?) order by e.at, e.id limit ?",
                EventTable::event,
                endpoint.tenant().value(),
                since,
                after,
                Sql.texts(connection, types),
                endpoint.id(),
                limit);
    }

    /// Removes events that happened before, and of which there is no delivery.
    ///
    /// @return how many; fewer than the limit: all
    static int purge(Connection connection, TenantId tenant, Instant before, int limit) throws SQLException {
        return Sql.update(
                connection,
                "delete from webhook_event where tenant = ? and id in (select e.id from webhook_event e"
                        + " where e.tenant = ? and e.at < ? and not exists (select 1 from webhook_delivery d"
                        + " where d.tenant = e.tenant and d.event_id = e.id) order by e.at limit ?)",
                tenant.value(),
                tenant.value(),
                before,
                limit);
    }

    private static PublicEvent event(ResultSet row) throws SQLException {
        return new PublicEvent(
                row.getString("id"),
                row.getString("type"),
                Sql.requiredInstant(row, "at"),
                row.getString("body"),
                audience(row),
                said(row));
    }

    private static PublicEvent.@Nullable Said said(ResultSet row) throws SQLException {
        String message = row.getString("message");
        return message == null ? null : new PublicEvent.Said(message, row.getLong("sequence"));
    }

    /// Reads the columns `type`, `owner`, `room` and `public_read`.
    static Audience audience(ResultSet row) throws SQLException {
        boolean farewell = PublicType.ROOM_DELETED.typeName().equals(row.getString("type"));
        return new Audience(row.getString("owner"), row.getString("room"), row.getBoolean("public_read"), farewell);
    }
}
