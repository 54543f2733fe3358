package dev.atrium.jobs.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.lane.Party;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.queue.QueueConfig;
import dev.atrium.jobs.queue.Written;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Has a job done by its worker (JB-1). Who added it sees its payload while it is given up, and may
/// replay it with another one.
@ApplicationScoped
class WorkerJob implements JobHandler, Written {

    /// The payload is a [Task].
    static final JobType TYPE = new JobType("worker.run", JobClass.WORKER);

    /// What an item has in a request beside its payload, at most.
    private static final int MORE_BYTES = 1_500;

    private final Batches batches;

    WorkerJob(WorkerCall call, QueueConfig config) {
        QueueConfig.Limits limits = Objects.requireNonNull(config.limits().get(JobClass.WORKER));
        this.batches = new Batches(call, Batches.Limits.of(limits.ofATenant()));
    }

    /// What is to be done by whom.
    ///
    /// @param key what it is about; null if who added it did not say
    /// @param payload any JSON, as text: many wait for their batches at the same time, and a tree of
    ///     small things takes many times as much memory
    record Task(UUID worker, @Nullable String key, String payload) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws InterruptedException {
        Waiting waiting = waiting(job);
        return batches.join(
                waiting.worker(),
                Party.of(job.tenant(), job.subject()),
                waiting.item(),
                waiting.bytes(),
                waiting.held());
    }

    /// A job without what is in its payload, which is there as it is stored, and only once.
    ///
    /// @param bytes in a request
    /// @param held how much memory it takes at most while it waits and is under way
    private record Waiting(WorkerKey worker, Item item, int bytes, long held) {}

    private static Waiting waiting(Job job) {
        String stored = job.payload();
        Task task = task(stored);
        int bytes = task.payload().getBytes(StandardCharsets.UTF_8).length + MORE_BYTES;
        return new Waiting(
                new WorkerKey(job.tenant(), task.worker()),
                new Item(job.id(), job.attempt(), task.key(), () -> task(stored).payload()),
                bytes,
                (long) Character.BYTES * stored.length() + bytes);
    }

    @Override
    public Optional<Written> written() {
        return Optional.of(this);
    }

    @Override
    public JsonNode in(String payload) {
        return Json.read(task(payload).payload(), JsonNode.class);
    }

    @Override
    public String replaced(Connection connection, Job job, JsonNode wanted, Caller owner) {
        Task before = task(job.payload());
        return Json.write(new Task(before.worker(), before.key(), Json.write(wanted)));
    }

    private static Task task(String payload) {
        return Json.read(payload, Task.class);
    }
}
