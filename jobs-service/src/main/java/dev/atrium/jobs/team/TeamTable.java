package dev.atrium.jobs.team;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `team`, `team_member` and `room_team`. Every method works in the connection's transaction, which sees one
/// tenant.
public final class TeamTable {

    private TeamTable() {}

    /// Which team.
    record Key(TenantId tenant, String id) {}

    /// Somebody who is in a team.
    record InTeam(String subject, String handle) {}

    /// A team, or what of it somebody wants to know.
    ///
    /// @param name null: it was deleted, and nobody is in it
    /// @param members by subject, in the order of their UTF-16 code units
    record Team(@Nullable String name, List<InTeam> members) {

        Team {
            members = List.copyOf(members);
        }
    }

    /// How rooms call the teams that there are.
    public static List<String> subjects(Connection connection, TenantId tenant) throws SQLException {
        return Sql.query(
                connection,
                "select id from team where tenant = ? and name is not null order by id",
                row -> Teams.subject(row.getString("id")),
                tenant.value());
    }

    /// @param subject of whom alone it is asked; null: of all
    /// @return empty if no such team is known, or not yet
    static Optional<Team> find(Connection connection, TenantId tenant, String id, @Nullable String subject)
            throws SQLException {
        Optional<Team> team = Sql.first(
                connection,
                "select name from team where tenant = ? and id = ?",
                row -> new Team(row.getString("name"), List.of()),
                tenant.value(),
                id);
        return team.isEmpty() || team.get().name() == null
                ? team
                : Optional.of(new Team(team.get().name(), members(connection, tenant, id, subject)));
    }

    private static List<InTeam> members(Connection connection, TenantId tenant, String id, @Nullable String subject)
            throws SQLException {
        String members = "select subject, handle from team_member where tenant = ? and team = ?";
        Sql.Row<InTeam> row = found -> new InTeam(found.getString("subject"), found.getString("handle"));
        List<InTeam> found = subject == null
                ? Sql.query(connection, members, row, tenant.value(), id)
                : Sql.query(connection, members + " and subject = ?", row, tenant.value(), id, subject);
        return found.stream().sorted(Comparator.comparing(InTeam::subject)).toList();
    }

    /// What is said of a team, and in which rooms it has a role, comes one after the other: of two things that come at
    /// the same time neither would see the other, and no room would be told.
    /// A transaction holds all of its teams before it does anything about them, in one order, so that no two
    /// wait for each other.
    static void hold(Connection connection, Collection<Key> teams) throws SQLException {
        if (teams.isEmpty()) {
            return;
        }
        List<String> names = teams.stream()
                .distinct()
                .sorted(Comparator.comparing((Key team) -> team.tenant().value())
                        .thenComparing(Key::id))
                .map(team -> "team:" + team.tenant().value() + ":" + team.id())
                .toList();
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(?::text[]) as x(name)",
                _ -> true,
                Sql.texts(connection, names));
    }

    /// There is a team, or there was one. It is held.
    ///
    /// @param name null: it was deleted
    static void put(Connection connection, TenantId tenant, String id, @Nullable String name) throws SQLException {
        Sql.update(
                connection,
                "insert into team (tenant, id, name) values (?, ?, ?)"
                        + " on conflict (tenant, id) do update set name = excluded.name",
                tenant.value(),
                id,
                name);
        if (name == null) {
            Sql.update(connection, "delete from team_member where tenant = ? and team = ?", tenant.value(), id);
        }
    }

    /// Somebody is in a team, or is not any more. The team is held.
    ///
    /// @param handle null: it is not in the team
    static void member(Connection connection, TenantId tenant, String id, String subject, @Nullable String handle)
            throws SQLException {
        if (handle == null) {
            Sql.update(
                    connection,
                    "delete from team_member where tenant = ? and team = ? and subject = ?",
                    tenant.value(),
                    id,
                    subject);
        } else {
            Sql.update(
                    connection,
                    "insert into team_member (tenant, team, subject, handle) values (?, ?, ?, ?)"
                            + " on conflict (tenant, team, subject) do update set handle = excluded.handle",
                    tenant.value(),
                    id,
                    subject,
                    handle);
        }
    }

    /// The rooms in which a team has a role.
    static List<String> rooms(Connection connection, TenantId tenant, String id) throws SQLException {
        return Sql.query(
                connection,
                "select room from room_team where tenant = ? and team = ? order by room",
                row -> row.getString("room"),
                tenant.value(),
                id);
    }

    /// The teams that have a role in a room.
    static List<String> teams(Connection connection, TenantId tenant, String room) throws SQLException {
        return Sql.query(
                connection,
                "select team from room_team where tenant = ? and room = ? order by team",
                row -> row.getString("team"),
                tenant.value(),
                room);
    }

    /// Whether a team has a role in a room, as far as the room log was read.
    static boolean isInRoom(Connection connection, TenantId tenant, String room, String id) throws SQLException {
        return Sql.exists(
                connection,
                "select 1 from room_team where tenant = ? and team = ? and room = ?",
                tenant.value(),
                id,
                room);
    }

    /// A team has a role in a room. It is held.
    static void enter(Connection connection, TenantId tenant, String room, String id) throws SQLException {
        Sql.update(
                connection,
                "insert into room_team (tenant, team, room) values (?, ?, ?) on conflict do nothing",
                tenant.value(),
                id,
                room);
    }

    /// A team has none there any more.
    static void leave(Connection connection, TenantId tenant, String room, String id) throws SQLException {
        Sql.update(
                connection,
                "delete from room_team where tenant = ? and team = ? and room = ?",
                tenant.value(),
                id,
                room);
    }

    /// The room is gone.
    static void leaveAll(Connection connection, TenantId tenant, String room) throws SQLException {
        Sql.update(connection, "delete from room_team where tenant = ? and room = ?", tenant.value(), room);
    }

    /// Forgets a part of all that is known of a tenant's teams.
    ///
    /// @param limit how much of a kind at most
    /// @return how much that was; 0: nothing is known
    static int forgetSome(Connection connection, TenantId tenant, int limit) throws SQLException {
        int forgotten = Sql.update(
                connection,
                "delete from room_team where tenant = ? and (team, room) in ("
                        + "select team, room from room_team where tenant = ? order by team, room limit ?)",
                tenant.value(),
                tenant.value(),
                limit);
        forgotten += Sql.update(
                connection,
                "delete from team_member where tenant = ? and (team, subject) in ("
                        + "select team, subject from team_member where tenant = ? order by team, subject limit ?)",
                tenant.value(),
                tenant.value(),
                limit);
        forgotten += Sql.update(
                connection,
                "delete from team where tenant = ? and id in ("
                        + "select id from team where tenant = ? order by id limit ?)",
                tenant.value(),
                tenant.value(),
                limit);
        return forgotten;
    }
}
