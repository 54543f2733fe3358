package dev.atrium.jobs.team;

import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.rooms.RoomListener;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.Teams;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Learns which teams have a role in which rooms, and has rooms told who is in these teams: when a team comes or goes,
/// when somebody is not banned any more who may be in one, and when a room has come back from a backup.
@ApplicationScoped
class TeamRooms implements RoomListener {

    private final JobQueue queue;

    TeamRooms(JobQueue queue) {
        this.queue = queue;
    }

    /// Changes of access are told in any case.
    @Override
    public boolean listens(Connection connection, TenantId tenant) {
        return false;
    }

    @Override
    public void happened(Connection connection, List<RoomEvent> events) throws SQLException {
        List<TeamTable.Key> coming = new ArrayList<>();
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.MemberSet set
                    && Teams.isTeam(set.member().subject())) {
                coming.add(new TeamTable.Key(set.tenant(), Teams.id(set.member().subject())));
            }
        }
        TeamTable.hold(connection, coming);
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.AccessChange change) {
                happened(connection, change);
            }
        }
    }

    private void happened(Connection connection, RoomEvent.AccessChange change) throws SQLException {
        switch (change) {
            case RoomEvent.MemberSet set
            when Teams.isTeam(set.member().subject()) -> {
                String team = Teams.id(set.member().subject());
                TeamTable.enter(connection, set.tenant(), set.room(), team);
                tell(connection, set, team);
            }
            case RoomEvent.MemberRemoved removed
            when Teams.isTeam(removed.subject()) -> {
                String team = Teams.id(removed.subject());
                TeamTable.leave(connection, removed.tenant(), removed.room(), team);
                tell(connection, removed, team);
            }
            case RoomEvent.MemberRemoved removed
            when removed.subject().equals(Restorer.SUBJECT) -> tellOfAll(connection, removed, null);
            case RoomEvent.MemberUnbanned unbanned -> tellOfAll(connection, unbanned, unbanned.subject());
            case RoomEvent.MemberBanned banned -> tellAtItsEnd(connection, banned);
            case RoomEvent.RoomDeleted deleted -> TeamTable.leaveAll(connection, deleted.tenant(), deleted.room());
            case RoomEvent.MemberSet _,
                    RoomEvent.MemberRemoved _,
                    RoomEvent.MemberJoined _,
                    RoomEvent.RoomChanged _,
                    RoomEvent.RoomArchived _,
                    RoomEvent.LinkMade _,
                    RoomEvent.LinkRevoked _ -> {
                // They change nothing about who should be there by a team.
            }
        }
    }

    @Override
    public void committed() {
        queue.wake(JobClass.FANOUT);
    }

    /// Not what the room was just told.
    private void tell(Connection connection, RoomEvent.AccessChange change, String team) throws SQLException {
        if (!Teams.isBehind(change.by())) {
            add(connection, change, new StepJob.Step(change.room(), team, null));
        }
    }

    private void tellAtItsEnd(Connection connection, RoomEvent.MemberBanned banned) throws SQLException {
        Instant end = banned.expiresAt();
        if (end != null) {
            BanEndJob.add(connection, queue, banned, end);
        }
    }

    private void tellOfAll(Connection connection, RoomEvent.AccessChange change, @Nullable String subject)
            throws SQLException {
        for (String team : TeamTable.teams(connection, change.tenant(), change.room())) {
            add(connection, change, new StepJob.Step(change.room(), team, subject));
        }
    }

    private void add(Connection connection, RoomEvent.AccessChange change, StepJob.Step step) throws SQLException {
        StepJob.add(connection, queue, change.tenant(), step, change.room() + ":" + change.sequence());
    }
}
