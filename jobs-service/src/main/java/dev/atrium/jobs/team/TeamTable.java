package dev.atrium.jobs.team;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `team`, `team_member` and `room_team`. Every method works in the connection's transaction, which sees one
/// tenant.
public final class TeamTable {

    private TeamTable() {}

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
    private static void hold(Connection connection, TenantId tenant, String id) throws SQLException {
        Sql.exists(
                connection,
                "select pg_advisory_xact_lock(hashtextextended('team:' || ? || ':' || ?, 0))",
                tenant.value(),
                id);
    }

    /// There is a team, or there was one.
    ///
    /// @param name null: it was deleted
    static void put(Connection connection, TenantId tenant, String id, @Nullable String name) throws SQLException {
        hold(connection, tenant, id);
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

    /// @param handle null: it is not in the team
    static void member(Connection connection, TenantId tenant, String id, String subject, @Nullable String handle)
            throws SQLException {
        hold(connection, tenant, id);
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

    /// A team has a role in a room.
    static void enter(Connection connection, TenantId tenant, String room, String id) throws SQLException {
        hold(connection, tenant, id);
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
