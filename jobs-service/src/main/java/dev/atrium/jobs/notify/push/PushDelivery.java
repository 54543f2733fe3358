package dev.atrium.jobs.notify.push;

import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.delivery.Channel;
import dev.atrium.jobs.notify.delivery.Deliveries;
import dev.atrium.jobs.notify.delivery.Due;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/// Has what is due for one recipient sent to each of its devices: a job for each, all in one
/// transaction, so that a device that cannot be reached has nothing to do with the others.
@ApplicationScoped
class PushDelivery implements JobHandler {

    private final DataSource dataSource;
    private final Deliveries deliveries;
    private final JobQueue queue;
    private final InstantSource clock;

    PushDelivery(DataSource dataSource, Deliveries deliveries, JobQueue queue, InstantSource clock) {
        this.dataSource = dataSource;
        this.deliveries = deliveries;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public JobType type() {
        return Channel.PUSH.job();
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        String subject = Json.read(job.payload(), Deliveries.Payload.class).recipient();
        Deliveries.Recipient recipient = new Deliveries.Recipient(job.tenant(), subject);
        TenantConnections.inTenant(dataSource, job.tenant(), connection -> fanOut(connection, recipient, job));
        queue.wake(JobClass.PUSH);
        return new Outcome.Done(null);
    }

    private boolean fanOut(Connection connection, Deliveries.Recipient recipient, Job job) throws SQLException {
        Notifier.hold(connection, recipient.tenant(), recipient.subject());
        List<Due> due = deliveries.take(connection, recipient, Channel.PUSH, job.id(), clock.instant());
        if (!due.isEmpty()) {
            PushText text = PushText.of(due);
            for (Subscription device : SubscriptionTable.list(connection, recipient.tenant(), recipient.subject())) {
                if (device.isAwake(clock.instant())) {
                    queue.add(
                            connection,
                            DeviceDelivery.TYPE,
                            recipient.tenant(),
                            due.getLast().id() + "/" + device.id(),
                            recipient.subject(),
                            Json.write(new DeviceDelivery.Payload(device.id(), text)));
                }
            }
            deliveries.done(connection, recipient, Channel.PUSH, job.id());
        }
        return true;
    }
}
