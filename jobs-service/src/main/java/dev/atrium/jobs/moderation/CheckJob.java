package dev.atrium.jobs.moderation;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/// Looks at what happened in some rooms of a tenant. What is looked at and what follows from it are one transaction,
/// which holds the room: so each event is looked at once, in the room's order, however often and by how many nodes this
/// is run.
///
/// Who finds that another one looks at a room leaves it to that one. Nothing is lost: who has looked at a
/// room looks once more after its transaction has ended, and then sees what came while nobody else could
/// look. Only for one of the [Inspector]'s threads a check waits with its place and its connection.
@ApplicationScoped
class CheckJob implements JobHandler {

    /// The key is the last event's room and number, or for the rest of another job anything; the payload an array of
    /// rooms.
    static final JobType TYPE = new JobType("moderation.check", JobClass.MODERATION);

    private static final int AT_ONCE = 100;

    /// So that rules that take long neither hold a room for long nor lose what was looked at when the try's time is up.
    private static final Duration TRANSACTION = Duration.ofSeconds(2);

    /// What is left then is for another job: so a tenant whose rooms are busy, or whose rules take long, lets others
    /// have their turns.
    private static final Duration TRY = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Checking checking;
    private final Moderation moderation;
    private final JobQueue queue;
    private final InstantSource clock;

    CheckJob(DataSource dataSource, Checking checking, Moderation moderation, JobQueue queue, InstantSource clock) {
        this.dataSource = dataSource;
        this.checking = checking;
        this.moderation = moderation;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        Instant end = clock.instant().plus(TRY);
        List<String> rooms = List.of(Json.read(job.payload(), String[].class));
        for (int i = 0; i < rooms.size(); i++) {
            String room = rooms.get(i);
            boolean isMore = true;
            while (isMore && clock.instant().isBefore(end)) {
                isMore = TenantConnections.inTenant(
                        dataSource, job.tenant(), connection -> look(connection, job.tenant(), room));
                moderation.wake();
            }
            if (isMore) {
                goOnLater(job.tenant(), rooms.subList(i, rooms.size()));
                return new Outcome.Done("the rest is another job's");
            }
        }
        return new Outcome.Done(null);
    }

    /// @return whether there may be more to look at here
    private boolean look(Connection connection, TenantId tenant, String room) throws SQLException {
        if (!EventTable.isAny(connection, tenant, room) || !EventTable.tryLockRoom(connection, tenant, room)) {
            return false;
        }
        List<RoomEvent> events = EventTable.first(connection, tenant, room, AT_ONCE);
        if (!events.isEmpty()) {
            int looked = checking.check(
                    connection, tenant, room, events, clock.instant().plus(TRANSACTION));
            if (looked > 0) {
                EventTable.remove(connection, events.get(looked - 1));
            }
        }
        return true;
    }

    private void goOnLater(TenantId tenant, List<String> rooms) throws SQLException {
        TenantConnections.inTenant(
                dataSource,
                tenant,
                connection -> queue.add(
                        connection,
                        TYPE,
                        tenant,
                        // Each its own: what an earlier try left may have been looked at before this one's rest came.
                        "after:" + Ids.next(),
                        Moderation.SYSTEM.subject(),
                        Json.write(rooms)));
        moderation.wake();
    }
}
