package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Takes back what inboxes say of a room that was deleted, some at a time.
@ApplicationScoped
class RoomGone implements JobHandler {

    /// The key is room and sequence, the payload the room's id.
    static final JobType TYPE = new JobType("notify.room-gone", JobClass.FANOUT);

    private static final int AT_ONCE = 1_000;

    private final DataSource dataSource;

    RoomGone(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        String topic = Readers.topic(Json.read(job.payload(), String.class));
        int withdrawn;
        do {
            withdrawn = TenantConnections.inTenant(
                    dataSource,
                    job.tenant(),
                    connection -> Notifier.withdrawAbout(connection, job.tenant(), topic, AT_ONCE));
        } while (withdrawn == AT_ONCE);
        return new Outcome.Done(null);
    }
}
