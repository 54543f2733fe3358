package dev.atrium.jobs.moderation;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The table `moderation_event`: what happened in rooms and is still to be looked at. Every method works in the
/// connection's transaction, which sees the tenant.
final class EventTable {

    private EventTable() {}

    static void add(Connection connection, List<RoomEvent> events) throws SQLException {
        Columns<RoomEvent> columns = new Columns<>(connection, events);
        Sql.update(
                connection,
                "insert into moderation_event (tenant, room, sequence, type, data)"
                        + " select ?, * from unnest(?::text[], ?::bigint[], ?::text[], ?::text[]) on conflict do nothing",
                events.getFirst().tenant().value(),
                columns.of("text", RoomEvent::room),
                columns.of("int8", RoomEvent::sequence),
                columns.of("text", RoomLogCodec::type),
                columns.of("text", Json::write));
    }

    /// Whether there is anything to look at.
    static boolean isAny(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from moderation_event where tenant = ? and room = ? limit 1",
                tenant.value(),
                room);
    }

    /// Lets nobody else look at what happened in the room until the transaction ends.
    ///
    /// @return false if another one does
    static boolean tryLockRoom(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.first(
                        connection,
                        "select pg_try_advisory_xact_lock("
                                + "hashtextextended(current_schema() || '.moderation_event ' || ? || ?, 0))",
                        row -> row.getBoolean(1),
                        tenant.value(),
                        room)
                .orElseThrow();
    }

    /// The oldest, in their order.
    static List<RoomEvent> first(Connection connection, TenantId tenant, String room, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select type, data from moderation_event where tenant = ? and room = ? order by sequence limit ?",
                row -> RoomLogCodec.event(row.getString("type"), row.getString("data"))
                        .orElseThrow(() -> new IllegalStateException("an event of a later version")),
                tenant.value(),
                room,
                limit);
    }

    /// Removes those of the room up to one of them.
    static void remove(Connection connection, RoomEvent last) throws SQLException {
        Sql.update(
                connection,
                "delete from moderation_event where tenant = ? and room = ? and sequence <= ?",
                last.tenant().value(),
                last.room(),
                last.sequence());
    }
}
