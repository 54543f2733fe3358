package dev.atrium.jobs.moderation;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/// Looks at what happened in some rooms of a tenant. What is looked at and what follows from it are one transaction,
/// which holds the room: so each event is looked at once, in the room's order, however often and by how many nodes this
/// is run. A tenant whose rules take long takes the turns of nobody else.
@ApplicationScoped
class CheckJob implements JobHandler {

    /// The key is the last event's room and number, the payload an array of rooms.
    static final JobType TYPE = new JobType("moderation.check", JobClass.MODERATION);

    private static final int AT_ONCE = 100;

    private final DataSource dataSource;
    private final Checking checking;
    private final Moderation moderation;

    CheckJob(DataSource dataSource, Checking checking, Moderation moderation) {
        this.dataSource = dataSource;
        this.checking = checking;
        this.moderation = moderation;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        for (String room : Json.read(job.payload(), String[].class)) {
            int looked = AT_ONCE;
            while (looked == AT_ONCE) {
                looked = TenantConnections.inTenant(
                        dataSource, job.tenant(), connection -> look(connection, job.tenant(), room));
                moderation.wake();
            }
        }
        return new Outcome.Done(null);
    }

    private int look(Connection connection, TenantId tenant, String room) throws SQLException {
        EventTable.lockRoom(connection, tenant, room);
        List<RoomEvent> events = EventTable.take(connection, tenant, room, AT_ONCE);
        if (!events.isEmpty()) {
            checking.check(connection, tenant, room, events);
        }
        return events.size();
    }
}
