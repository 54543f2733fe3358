package dev.atrium.jobs.inbound;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.event.Event.WebhookReceived.RoomMessage;
import dev.atrium.platform.event.Event.WebhookReceived.WorkflowEvent;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// Does what is to be done about a delivery, and writes down what came of it. Tried again it does nothing
/// twice: a room knows a message by its client id, a workflow an event by its key, and an inbox a
/// notification by its source.
@ApplicationScoped
class ErrandJob implements JobHandler {

    /// The key is [Received#time], the payload a [Task].
    static final JobType TYPE = new JobType("webhook.errand", JobClass.FANOUT);

    /// Fewer than the class has, so that it is this job that says how the delivery ended: some ten
    /// minutes on average.
    static final int TRIES = 8;

    private final DataSource dataSource;
    private final RoomPost rooms;
    private final WorkflowNews workflows;
    private final Endings endings;

    ErrandJob(DataSource dataSource, RoomPost rooms, WorkflowNews workflows, Endings endings) {
        this.dataSource = dataSource;
        this.rooms = rooms;
        this.workflows = workflows;
        this.endings = endings;
    }

    /// @param delivery its id
    /// @param replay which time it is done, from 0
    record Task(UUID delivery, int replay) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Task task = Json.read(job.payload(), Task.class);
        Optional<Received> found = TenantConnections.inTenant(
                        dataSource,
                        job.tenant(),
                        connection -> ReceivedTable.find(connection, job.tenant(), task.delivery()))
                .filter(received -> received.waitsFor(task.replay()));
        if (found.isEmpty()) {
            return new Outcome.Done("it has ended, or is forgotten");
        }
        try {
            return handle(job, found.get());
        } catch (RuntimeException | SQLException e) {
            if (job.attempt() >= TRIES) {
                TenantConnections.inTenant(
                        dataSource,
                        job.tenant(),
                        connection -> endings.write(connection, found.get(), new End.Failed("an internal error")));
            }
            throw e;
        }
    }

    /// Cancelled, or given up because tries did not end.
    @Override
    public void abandoned(Connection connection, Job job, String reason) throws SQLException {
        Task task = Json.read(job.payload(), Task.class);
        Optional<Received> waiting = ReceivedTable.find(connection, job.tenant(), task.delivery())
                .filter(received -> received.waitsFor(task.replay()));
        if (waiting.isPresent()) {
            endings.fail(connection, waiting.get(), reason, waiting.get().time());
        }
    }

    private Outcome handle(Job job, Received received) throws SQLException, InterruptedException {
        RoomMessage message = received.errand().message();
        End posted = message == null ? new End.Done(null) : rooms.post(received, message);
        if (posted instanceof End.Later later && job.attempt() < TRIES) {
            return new Outcome.Retry(later.reason());
        }
        End end = posted instanceof End.Later later ? new End.Failed("given up: " + later.reason()) : posted;
        TenantConnections.inTenant(dataSource, job.tenant(), connection -> end(connection, received, end));
        workflows.wake();
        return new Outcome.Done(null);
    }

    /// A workflow is told in the transaction that writes down that it was.
    private boolean end(Connection connection, Received received, End end) throws SQLException {
        WorkflowEvent event = received.errand().workflow();
        return endings.write(connection, received, event == null ? end : workflows.tell(connection, received, event));
    }
}
