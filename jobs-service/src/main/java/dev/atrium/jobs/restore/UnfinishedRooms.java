package dev.atrium.jobs.restore;

import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Knows of each restore the rooms that are not handed over yet, so that they need not stay nobody's for ever.
@ApplicationScoped
class UnfinishedRooms {

    private final DataSource dataSource;
    private final RestoreClient target;
    private final InstantSource clock;

    UnfinishedRooms(DataSource dataSource, RestoreClient target, InstantSource clock) {
        this.dataSource = dataSource;
        this.target = target;
        this.clock = clock;
    }

    /// Something is about to happen in a room.
    ///
    /// @throws NonRetryableException if the restore was given up: then it must not
    void note(Walk.Work work, RestoreTable.Unfinished room) throws SQLException {
        boolean goesOn = TenantConnections.inTenant(
                dataSource,
                work.tenant(),
                connection -> RestoreTable.unfinished(
                        connection, work.tenant(), work.input().restore(), room));
        if (!goesOn) {
            throw new NonRetryableException("it was given up: restore the backup anew");
        }
    }

    /// The room is handed over.
    void end(Walk.Work work, String room) throws SQLException {
        TenantConnections.inTenant(dataSource, work.tenant(), connection -> {
            RestoreTable.finished(connection, work.tenant(), work.input().restore(), room);
            return room;
        });
    }

    /// Hands a room over as far as it came. What is still on its way from a run that was replaced comes too late then:
    /// each place is taken. Again, or where the room is whole already: changes nothing.
    ///
    /// @param owner who gets it, and nobody else
    void handOver(TenantId tenant, RestoreTable.Unfinished room, Actor owner) throws InterruptedException {
        // All before the last batch are known to have happened.
        long free = Math.min(room.places(), RestoreClient.BATCH_EVENTS);
        target.endEarly(
                tenant,
                room.room(),
                room.places() - free,
                RoomHistory.endEarly(room.name(), owner, free, clock.instant()));
    }
}
