package dev.atrium.jobs.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Adds jobs for workers.
@ApplicationScoped
class Adding {

    static final int MOST = 100;
    static final int MOST_PAYLOAD_BYTES = 128 << 10;

    private static final int LONGEST_KEY = 200;
    private static final Duration LATEST = Duration.ofDays(365);

    private final JobQueue queue;
    private final WorkerConfig config;
    private final InstantSource clock;

    Adding(JobQueue queue, WorkerConfig config, InstantSource clock) {
        this.queue = queue;
        this.config = config;
        this.clock = clock;
    }

    /// A job that was checked.
    ///
    /// @param stored its payload, as it is stored
    /// @param notBefore null: it may begin at once
    private record Checked(
            String businessKey, String stored, @Nullable Instant notBefore) {}

    /// Adds jobs in the connection's transaction, which sees the caller's tenant; then call [#wake].
    ///
    /// @param idempotencyKey with it, jobs without a key have the same ids each time; null: new ones
    /// @return what became of each, in their order
    /// @throws ProblemException `invalid-request` that names what is wrong; `conflict` if too many are
    ///     kept, or the worker's owner has left
    List<AddedJob> add(
            Connection connection,
            Caller caller,
            WorkerView worker,
            List<@Nullable NewJob> jobs,
            @Nullable String idempotencyKey)
            throws SQLException {
        List<Checked> checked = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            checked.add(checked(caller, worker.id(), jobs.get(i), i, idempotencyKey));
        }
        if (worker.ownerLeftAt() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Its owner is no member any more: it does nothing until an admin gives it another address.");
        }
        String traceparent = TraceContext.current();
        Set<UUID> added = new HashSet<>(queue.addAll(
                connection,
                WorkerJob.TYPE,
                caller.tenant(),
                checked.stream()
                        .map(job -> new JobQueue.New(
                                job.businessKey(), caller.subject(), job.stored(), traceparent, job.notBefore()))
                        .toList()));
        // Who repeats a request has taken the room already.
        if (!added.isEmpty()) {
            demandRoom(connection, caller, added.size());
        }
        return checked.stream()
                .map(job -> JobQueue.id(WorkerJob.TYPE, job.businessKey()))
                .map(id -> new AddedJob(id, added.remove(id)))
                .toList();
    }

    /// Has jobs that were added in a committed transaction start at once.
    void wake() {
        queue.wake(JobClass.WORKER);
    }

    private Checked checked(
            Caller caller, UUID worker, @Nullable NewJob job, int index, @Nullable String idempotencyKey) {
        String place = "/jobs/" + index;
        JsonNode payload = job == null ? null : job.payload();
        if (job == null || payload == null) {
            throw ProblemException.invalidProperty(place + "/payload", "is required");
        }
        String text = Json.write(payload);
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_PAYLOAD_BYTES) {
            throw ProblemException.invalidProperty(place + "/payload", "must have at most 128 KiB");
        }
        String key = job.key();
        if (key != null && (key.isEmpty() || key.length() > LONGEST_KEY)) {
            throw ProblemException.invalidProperty(place + "/key", "must be 1 to " + LONGEST_KEY + " characters");
        }
        return new Checked(
                businessKey(caller, worker, job, index, idempotencyKey),
                Json.write(new WorkerJob.Task(worker, key, text)),
                notBefore(job, place));
    }

    /// What the id follows from. What a request without a key of its own says is part of it: another
    /// request that has the same Idempotency-Key by mistake adds other jobs, and loses none.
    private static String businessKey(
            Caller caller, UUID worker, NewJob job, int index, @Nullable String idempotencyKey) {
        if (job.key() != null) {
            return Json.write(List.of("key", worker, job.key()));
        }
        return idempotencyKey == null
                ? Ids.next().toString()
                : Json.write(List.of(
                        "request", worker, caller.subject(), idempotencyKey, index, Ids.named(Json.write(job))));
    }

    private @Nullable Instant notBefore(NewJob job, String place) {
        Instant now = clock.instant();
        Long delay = job.delaySeconds();
        if (delay != null && job.at() != null) {
            throw ProblemException.invalidProperty(place + "/at", "cannot be together with 'delaySeconds'");
        }
        if (delay != null && (delay < 0 || delay > LATEST.toSeconds())) {
            throw ProblemException.invalidProperty(place + "/delaySeconds", "must be from 0 to " + LATEST.toSeconds());
        }
        if (job.at() != null && job.at().isAfter(now.plus(LATEST))) {
            throw ProblemException.invalidProperty(place + "/at", "must be within a year");
        }
        Instant at = delay == null ? job.at() : now.plusSeconds(delay);
        return at == null || !at.isAfter(now) ? null : at;
    }

    /// @param added how many were just added
    private void demandRoom(Connection connection, Caller caller, int added) throws SQLException {
        boolean commons = caller.tenant().equals(TenantId.COMMONS);
        int most = commons ? config.backlogInCommons() : config.backlog();
        if (queue.isFull(connection, JobClass.WORKER, caller.tenant(), caller.subject(), most, added)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    most + " jobs have not ended, or were given up: wait for some, or replay or discard them.");
        }
    }
}
