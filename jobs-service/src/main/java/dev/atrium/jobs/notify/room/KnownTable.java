package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.ReaderChange;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `known_room`, `known_person` and `known_message`. Every method works in the connection's
/// transaction, which sees one tenant; older events, read again, change nothing.
final class KnownTable {

    /// How many of a room's last messages are known by their sender: an answer to an older one is not
    /// told.
    static final int MESSAGES = 2_000;

    /// Most people who are told of one mention: a handle may be anybody's.
    private static final int NAMESAKES = 20;

    private KnownTable() {}

    static void add(Connection connection, RoomEvent.RoomCreated room) throws SQLException {
        Sql.update(
                connection,
                "insert into known_room (tenant, id, name, public_read, owner_subject) values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant, id) do nothing",
                room.tenant().value(),
                room.room(),
                room.name(),
                room.visibility().isPublic(),
                room.owner().subject());
    }

    static void change(Connection connection, RoomEvent event, ReaderChange.Room room) throws SQLException {
        Sql.update(
                connection,
                "update known_room set name = ?, public_read = ?, changed = ?"
                        + " where tenant = ? and id = ? and changed < ?",
                room.name(),
                room.isPublic(),
                event.sequence(),
                event.tenant().value(),
                event.room(),
                event.sequence());
    }

    static void member(Connection connection, RoomEvent event, ReaderChange.Member member) throws SQLException {
        RoomEvent.Role role = member.role();
        Sql.update(
                connection,
                "insert into known_person as p (tenant, room, subject, member, role, member_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, room, subject) do update set member = excluded.member,"
                        + " role = excluded.role, member_at = excluded.member_at"
                        + " where p.member_at < excluded.member_at",
                event.tenant().value(),
                event.room(),
                member.subject(),
                role != null,
                role == null ? null : role.name(),
                event.sequence());
    }

    static void ban(Connection connection, RoomEvent event, String subject, boolean banned, @Nullable Instant until)
            throws SQLException {
        Sql.update(
                connection,
                "insert into known_person as p (tenant, room, subject, banned, banned_until, banned_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (tenant, room, subject) do update"
                        + " set banned = excluded.banned, banned_until = excluded.banned_until,"
                        + " banned_at = excluded.banned_at where p.banned_at < excluded.banned_at",
                event.tenant().value(),
                event.room(),
                subject,
                banned,
                until,
                event.sequence());
    }

    /// Somebody was seen in a room under a handle.
    static void handle(Connection connection, TenantId tenant, String room, String subject, String handle)
            throws SQLException {
        Sql.update(
                connection,
                "insert into known_person as p (tenant, room, subject, handle) values (?, ?, ?, ?)"
                        + " on conflict (tenant, room, subject) do update set handle = excluded.handle"
                        + " where p.handle is distinct from excluded.handle",
                tenant.value(),
                room,
                subject,
                handle);
    }

    /// Notes who sent messages, with two statements however many they are. Of each room the last are known
    /// from then on.
    ///
    /// @param messages of the tenant; at least one
    static void messages(Connection connection, List<RoomEvent.MessagePosted> messages) throws SQLException {
        String tenant = messages.getFirst().tenant().value();
        Columns<RoomEvent.MessagePosted> columns = new Columns<>(connection, messages);
        Array rooms = columns.of("text", RoomEvent.MessagePosted::room);
        Array sequences = columns.of("int8", RoomEvent.MessagePosted::sequence);
        Sql.update(
                connection,
                // Another message had the number if the log has lost it.
                "insert into known_message as m (tenant, room, sequence, id, sender)"
                        + " select distinct on (x.room, x.sequence) ?, x.room, x.sequence, x.id, x.sender"
                        + " from unnest(?::text[], ?::int8[], ?::text[], ?::text[])"
                        + " with ordinality as x(room, sequence, id, sender, place)"
                        + " order by x.room, x.sequence, x.place desc"
                        + " on conflict (tenant, room, sequence) do update set id = excluded.id,"
                        + " sender = excluded.sender, deleted = false where m.id <> excluded.id",
                tenant,
                rooms,
                sequences,
                columns.of("text", RoomEvent.MessagePosted::message),
                columns.of("text", message -> message.sender().subject()));
        Sql.update(
                connection,
                "delete from known_message as m using (select x.room, max(x.sequence) - ? as last"
                        + " from unnest(?::text[], ?::int8[]) as x(room, sequence) group by x.room) as old"
                        + " where m.tenant = ? and m.room = old.room and m.sequence <= old.last",
                MESSAGES,
                rooms,
                sequences,
                tenant);
    }

    /// Notes that a message is no longer there to be read, or is again; waits for transactions that asked whether it
    /// [#isGone].
    static void setGone(Connection connection, RoomEvent.MessageChange message, boolean gone) throws SQLException {
        Sql.update(
                connection,
                "update known_message set deleted = ? where tenant = ? and room = ? and id = ?",
                gone,
                message.tenant().value(),
                message.room(),
                message.message());
    }

    /// Whether a message was deleted or is hidden; if not, that waits until the transaction ends. One that is not
    /// among the room's last is not known: then it was not.
    static boolean isGone(Connection connection, TenantId tenant, String room, String message) throws SQLException {
        return Sql.first(
                        connection,
                        "select deleted from known_message where tenant = ? and room = ? and id = ? for share",
                        row -> row.getBoolean("deleted"),
                        tenant.value(),
                        room,
                        message)
                .orElse(false);
    }

    /// Whether the room is there; if it is, that waits until the transaction ends.
    static boolean isThere(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.exists(
                connection, "select 1 from known_room where tenant = ? and id = ? for key share", tenant.value(), room);
    }

    /// Knows nothing of a room any more: it was deleted. Waits for transactions that asked whether it
    /// [#isThere].
    static void forget(Connection connection, RoomEvent event) throws SQLException {
        String tenant = event.tenant().value();
        Sql.update(connection, "delete from known_room where tenant = ? and id = ?", tenant, event.room());
        Sql.update(connection, "delete from known_person where tenant = ? and room = ?", tenant, event.room());
        Sql.update(connection, "delete from known_message where tenant = ? and room = ?", tenant, event.room());
    }

    static Optional<KnownRoom> room(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.first(
                connection,
                "select id, name, public_read, owner_subject from known_room where tenant = ? and id = ?",
                KnownTable::room,
                tenant.value(),
                room);
    }

    private static KnownRoom room(ResultSet row) throws SQLException {
        return new KnownRoom(
                row.getString("id"),
                row.getString("name"),
                row.getBoolean("public_read"),
                row.getString("owner_subject"));
    }

    /// What somebody is in a room.
    ///
    /// @param person null if nothing is known of it there
    record Standing(KnownRoom room, KnownRoom.@Nullable Person person) {}

    /// What somebody is in each of these rooms that is there.
    static List<Standing> standings(Connection connection, TenantId tenant, String subject, Collection<String> rooms)
            throws SQLException {
        return Sql.query(
                connection,
                "select r.id, r.name, r.public_read, r.owner_subject, p.subject, p.handle, p.member, p.role,"
                        + " p.member_at, p.banned, p.banned_until from known_room as r left join known_person as p"
                        + " on p.tenant = r.tenant and p.room = r.id and p.subject = ?"
                        + " where r.tenant = ? and r.id = any(?)",
                row -> new Standing(room(row), row.getString("subject") == null ? null : person(row)),
                subject,
                tenant.value(),
                Sql.texts(connection, rooms));
    }

    /// Whether the room's history is being brought back: what happens in it then is no news.
    static boolean isBeingRestored(Connection connection, RoomEvent event) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from known_room r where r.tenant = ? and r.id = ? and r.owner_subject = ?"
                        + " and not exists (select 1 from known_person p where p.tenant = r.tenant"
                        + " and p.room = r.id and p.subject = r.owner_subject and p.member_at > 0)",
                event.tenant().value(),
                event.room(),
                Restorer.SUBJECT);
    }

    static Optional<KnownRoom.Person> person(Connection connection, TenantId tenant, String room, String subject)
            throws SQLException {
        return Sql.first(
                connection,
                "select handle, member, role, member_at, banned, banned_until from known_person"
                        + " where tenant = ? and room = ? and subject = ?",
                KnownTable::person,
                tenant.value(),
                room,
                subject);
    }

    /// Who has the handle: those who are known in the room, and in an organisation those who are known
    /// in any.
    static List<String> subjects(Connection connection, TenantId tenant, String room, String handle)
            throws SQLException {
        boolean onlyHere = tenant.equals(TenantId.COMMONS);
        return Sql.query(
                connection,
                "select subject from known_person where tenant = ? and handle = ? and (not ? or room = ?)"
                        + " group by subject order by bool_or(room = ?) desc, subject limit ?",
                row -> row.getString("subject"),
                tenant.value(),
                handle,
                onlyHere,
                room,
                room,
                NAMESAKES);
    }

    /// Who sent a message; empty if that is not known any more.
    static Optional<String> sender(Connection connection, TenantId tenant, String room, String message)
            throws SQLException {
        return Sql.first(
                connection,
                "select sender from known_message where tenant = ? and room = ? and id = ?",
                row -> row.getString("sender"),
                tenant.value(),
                room,
                message);
    }

    private static KnownRoom.Person person(ResultSet row) throws SQLException {
        String role = row.getString("role");
        return new KnownRoom.Person(
                row.getString("handle") != null,
                row.getBoolean("member"),
                role == null ? null : RoomEvent.Role.valueOf(role),
                row.getLong("member_at") > 0,
                row.getBoolean("banned"),
                Sql.instant(row, "banned_until"));
    }
}
