package dev.atrium.room.checkpoint;

import static dev.atrium.room.checkpoint.Checkpoint.array;
import static dev.atrium.room.checkpoint.Checkpoint.execute;
import static dev.atrium.room.checkpoint.RoomRows.name;
import static dev.atrium.room.checkpoint.RoomRows.time;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.LinkMade;
import dev.atrium.platform.roomlog.RoomEvent.LinkRevoked;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.MemberUnbanned;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomArchived;
import dev.atrium.platform.roomlog.RoomEvent.RoomChanged;
import dev.atrium.platform.roomlog.RoomEvent.RoomDeleted;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Changes of access in the rooms of one tenant, as statements to be made after the rooms are there. Of
/// what happened to one thing the last counts; older things, written again, change nothing.
final class AccessChanges {

    private static final String ROOMS = "update room set name = changed.name, visibility = changed.visibility,"
            + " everyone = changed.everyone, described = changed.sequence from unnest($1::uuid[], $2::bigint[],"
            + " $3::text[], $4::text[], $5::text[]) as changed (room, sequence, name, visibility, everyone)"
            + " where room.id = changed.room and room.described < changed.sequence";
    private static final String ARCHIVED = "update room set archived = moved.archived, archived_at = moved.sequence"
            + " from unnest($1::uuid[], $2::bigint[], $3::boolean[]) as moved (room, sequence, archived)"
            + " where room.id = moved.room and room.archived_at < moved.sequence";
    /// Not before a node that lost the shard has ended what it may still be writing; and again where all
    /// that happened is written again.
    private static final String DELETED = "update room set deleted_at = greatest(deleted_at, gone.sequence),"
            + " purge_at = now() + interval '1 minute' from unnest($1::uuid[], $2::bigint[]) as gone (room, sequence)"
            + " where room.id = gone.room";
    private static final String MEMBERS = "insert into room_member (tenant, room, subject, sequence, handle, role, own,"
            + " teams) select $1, * from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],"
            + " $8::text[]::jsonb[]) on conflict (room, subject) do update set sequence = excluded.sequence,"
            + " handle = excluded.handle, role = excluded.role, own = excluded.own, teams = excluded.teams"
            + " where room_member.sequence < excluded.sequence";
    private static final String BANS = "insert into room_ban (tenant, room, subject, sequence, banned, by_subject,"
            + " by_handle, at, expires_at, reason) select $1, * from unnest($2::uuid[], $3::text[], $4::bigint[],"
            + " $5::boolean[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[])"
            + " on conflict (room, subject) do update set sequence = excluded.sequence, banned = excluded.banned,"
            + " by_subject = excluded.by_subject, by_handle = excluded.by_handle, at = excluded.at,"
            + " expires_at = excluded.expires_at, reason = excluded.reason where room_ban.sequence < excluded.sequence";
    private static final String LINKS = "insert into room_link (tenant, room, id, made, token_hash, role, by_subject,"
            + " by_handle, at, expires_at, max_uses) select $1, * from unnest($2::uuid[], $3::uuid[], $4::bigint[],"
            + " $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::integer[])"
            + " on conflict (room, id) do update set made = excluded.made, token_hash = excluded.token_hash,"
            + " role = excluded.role, by_subject = excluded.by_subject, by_handle = excluded.by_handle,"
            + " at = excluded.at, expires_at = excluded.expires_at, max_uses = excluded.max_uses, uses = 0"
            + " where room_link.made < excluded.made";
    private static final String USES = "update room_link set uses = greatest(room_link.uses, used.uses)"
            + " from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::integer[]) as used (room, id, sequence, uses)"
            + " where room_link.room = used.room and room_link.id = used.id and room_link.made < used.sequence";
    private static final String REVOCATIONS = "update room_link set revoked = greatest(revoked, gone.sequence)"
            + " from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as gone (room, id, sequence)"
            + " where room_link.room = gone.room and room_link.id = gone.id";
    private static final String MARK = "update room set accessed = greatest(accessed, changed.sequence)"
            + " from unnest($1::uuid[], $2::bigint[]) as changed (room, sequence) where room.id = changed.room";

    /// @param role null for somebody who is no member any more
    /// @param own null where it has none of its own, or nothing else
    /// @param teams empty for who is in no team
    private record MemberRow(
            AccessChange event,
            Actor who,
            @Nullable Role role,
            @Nullable Role own,
            Map<String, Role> teams) {

        /// As JSON; null if it is empty.
        @Nullable
        String json() {
            return teams.isEmpty() ? null : Json.write(teams);
        }
    }

    private record BanRow(
            AccessChange event,
            String subject,
            boolean banned,
            @Nullable Instant expiresAt,
            @Nullable String reason) {}

    private final TenantId tenant;
    private final Map<String, RoomChanged> rooms = new TreeMap<>();
    private final Map<String, RoomArchived> archived = new TreeMap<>();
    private final Map<String, RoomDeleted> deleted = new TreeMap<>();
    private final Map<String, MemberRow> members = new TreeMap<>();
    private final Map<String, BanRow> bans = new TreeMap<>();
    private final Map<String, LinkMade> links = new TreeMap<>();
    private final Map<String, MemberJoined> uses = new TreeMap<>();
    private final Map<String, LinkRevoked> revocations = new TreeMap<>();
    private final Map<String, AccessChange> last = new TreeMap<>();

    AccessChanges(TenantId tenant) {
        this.tenant = tenant;
    }

    /// The next change, in the order of the log.
    void add(AccessChange change) {
        last.put(change.room(), change);
        switch (change) {
            case RoomChanged changed -> rooms.put(changed.room(), changed);
            case RoomArchived moved -> archived.put(moved.room(), moved);
            case RoomDeleted gone -> deleted.put(gone.room(), gone);
            case MemberSet set -> add(memberRow(set, set.member(), set.role(), set.own(), set.teams()));
            case MemberJoined joined -> {
                add(memberRow(joined, joined.by(), joined.role(), joined.role(), joined.teams()));
                uses.put(key(joined, joined.link()), joined);
            }
            case MemberRemoved removed -> add(noMember(removed, removed.subject()));
            case MemberBanned banned -> {
                add(noMember(banned, banned.subject()));
                add(new BanRow(banned, banned.subject(), true, banned.expiresAt(), banned.reason()));
            }
            case MemberUnbanned unbanned -> add(new BanRow(unbanned, unbanned.subject(), false, null, null));
            case LinkMade made -> links.put(key(made, made.link()), made);
            case LinkRevoked revoked -> revocations.put(key(revoked, revoked.link()), revoked);
        }
    }

    /// The statements, in order; none if nothing happened.
    List<Uni<Void>> write(SqlConnection connection) {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!rooms.isEmpty()) {
            statements.add(execute(connection, ROOMS, rooms(rooms.values())));
        }
        if (!archived.isEmpty()) {
            statements.add(execute(connection, ARCHIVED, archived(archived.values())));
        }
        if (!deleted.isEmpty()) {
            statements.add(execute(connection, DELETED, Tuple.of(ids(deleted.values()), sequences(deleted.values()))));
        }
        if (!members.isEmpty()) {
            statements.add(execute(connection, MEMBERS, members(members.values())));
        }
        if (!bans.isEmpty()) {
            statements.add(execute(connection, BANS, bans(bans.values())));
        }
        if (!links.isEmpty()) {
            statements.add(execute(connection, LINKS, links(links.values())));
        }
        if (!uses.isEmpty()) {
            statements.add(execute(connection, USES, uses(uses.values())));
        }
        if (!revocations.isEmpty()) {
            statements.add(execute(connection, REVOCATIONS, revocations(revocations.values())));
        }
        if (!last.isEmpty()) {
            statements.add(execute(connection, MARK, Tuple.of(ids(last.values()), sequences(last.values()))));
        }
        return statements;
    }

    private void add(MemberRow row) {
        members.put(key(row.event(), row.who().subject()), row);
    }

    private void add(BanRow row) {
        bans.put(key(row.event(), row.subject()), row);
    }

    private static MemberRow noMember(AccessChange event, String subject) {
        return new MemberRow(event, new Actor(subject, ""), null, null, Map.of());
    }

    private static MemberRow memberRow(
            AccessChange event, Actor who, Role role, @Nullable Role own, Map<String, Role> teams) {
        return new MemberRow(event, who, role, teams.isEmpty() ? null : own, teams);
    }

    private static @Nullable String nameOrNull(@Nullable Role role) {
        return role == null ? null : name(role);
    }

    private static String key(AccessChange event, String thing) {
        return event.room() + '/' + thing;
    }

    private static Tuple rooms(Collection<RoomChanged> changes) {
        return Tuple.of(
                ids(changes),
                sequences(changes),
                array(changes, RoomChanged::name, new String[0]),
                array(changes, change -> name(change.visibility()), new String[0]),
                array(changes, change -> name(change.everyone()), new String[0]));
    }

    private static Tuple archived(Collection<RoomArchived> moves) {
        return Tuple.of(ids(moves), sequences(moves), array(moves, RoomArchived::archived, new Boolean[0]));
    }

    private Tuple members(Collection<MemberRow> rows) {
        List<AccessChange> events = rows.stream().map(MemberRow::event).toList();
        return Tuple.tuple(Arrays.asList(
                tenant.value(),
                ids(events),
                array(rows, row -> row.who().subject(), new String[0]),
                sequences(events),
                array(rows, row -> row.who().handle(), new String[0]),
                array(rows, row -> nameOrNull(row.role()), new String[0]),
                array(rows, row -> nameOrNull(row.own()), new String[0]),
                array(rows, MemberRow::json, new String[0])));
    }

    private Tuple bans(Collection<BanRow> rows) {
        List<AccessChange> events = rows.stream().map(BanRow::event).toList();
        return Tuple.tuple(Arrays.asList(
                tenant.value(),
                ids(events),
                array(rows, BanRow::subject, new String[0]),
                sequences(events),
                array(rows, BanRow::banned, new Boolean[0]),
                array(events, event -> event.by().subject(), new String[0]),
                array(events, event -> event.by().handle(), new String[0]),
                array(events, event -> time(event.at()), new OffsetDateTime[0]),
                array(rows, row -> timeOrNull(row.expiresAt()), new OffsetDateTime[0]),
                array(rows, BanRow::reason, new String[0])));
    }

    private Tuple links(Collection<LinkMade> some) {
        return Tuple.tuple(Arrays.asList(
                tenant.value(),
                ids(some),
                array(some, link -> UUID.fromString(link.link()), new UUID[0]),
                sequences(some),
                array(some, LinkMade::tokenHash, new String[0]),
                array(some, link -> name(link.role()), new String[0]),
                array(some, link -> link.by().subject(), new String[0]),
                array(some, link -> link.by().handle(), new String[0]),
                array(some, link -> time(link.at()), new OffsetDateTime[0]),
                array(some, link -> timeOrNull(link.expiresAt()), new OffsetDateTime[0]),
                array(some, LinkMade::maxUses, new Integer[0])));
    }

    private static Tuple uses(Collection<MemberJoined> some) {
        return Tuple.of(
                ids(some),
                array(some, joined -> UUID.fromString(joined.link()), new UUID[0]),
                sequences(some),
                array(some, MemberJoined::uses, new Integer[0]));
    }

    private static Tuple revocations(Collection<LinkRevoked> some) {
        return Tuple.of(ids(some), array(some, link -> UUID.fromString(link.link()), new UUID[0]), sequences(some));
    }

    private static UUID[] ids(Collection<? extends AccessChange> events) {
        return array(events, event -> UUID.fromString(event.room()), new UUID[0]);
    }

    private static Long[] sequences(Collection<? extends AccessChange> events) {
        return array(events, AccessChange::sequence, new Long[0]);
    }

    private static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }
}
