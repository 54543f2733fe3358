package dev.atrium.jobs.worker;

import dev.atrium.jobs.outside.Call;
import dev.atrium.jobs.outside.Outside;
import dev.atrium.jobs.outside.Reply;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Sends batches to workers, signed as webhooks are (Standard Webhooks). `atrium.workers.duration` is
/// of every request, `atrium.workers.batch` how many jobs it had.
@ApplicationScoped
class WorkerCall implements Batches.Peer {

    private static final Logger LOG = Logger.getLogger(WorkerCall.class);

    /// Nothing was tried: until somebody owns the worker, or it is gone, its jobs look that seldom.
    private static final Duration WITHOUT_OWNER = Duration.ofMinutes(15);

    private final DataSource dataSource;
    private final Secrets secrets;
    private final Outside outside;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    WorkerCall(DataSource dataSource, Secrets secrets, Outside outside, MeterRegistry metrics, InstantSource clock) {
        this.dataSource = dataSource;
        this.secrets = secrets;
        this.outside = outside;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Body(UUID worker, List<Item> jobs) {}

    @Override
    public Optional<Worker> read(WorkerKey key) throws SQLException {
        return TenantConnections.inTenant(
                dataSource,
                key.tenant(),
                connection -> WorkerTable.worker(connection, key, secrets.valid(connection, key.secrets())));
    }

    @Override
    public List<Outcome> send(Worker worker, List<Item> batch) throws InterruptedException {
        if (worker.ownerLeft()) {
            return Collections.nCopies(batch.size(), new Outcome.Later(WITHOUT_OWNER));
        }
        Instant start = clock.instant();
        byte[] body = Json.bytes(new Body(worker.key().id(), batch));
        Reply reply = outside.post(new Call(
                "worker:" + worker.key().tenant(),
                worker.url(),
                headers(worker, body, start),
                body,
                worker.timeout(),
                BatchAnswer.MOST_BYTES + 1));
        Instant end = clock.instant();
        BatchAnswer answer = BatchAnswer.of(reply, end);
        metrics.timer(
                        "atrium.workers.duration",
                        "outcome",
                        answer.others() instanceof Outcome.Done ? "answered" : "failed")
                .record(Duration.between(start, end));
        metrics.summary("atrium.workers.batch").record(batch.size());
        noteUnknown(worker, batch, answer);
        return outcomes(worker, batch, answer);
    }

    private static List<Outcome> outcomes(Worker worker, List<Item> batch, BatchAnswer answer) {
        return batch.stream()
                .map(item -> bounded(worker, item, answer.outcome(item.id())))
                .toList();
    }

    private static Map<String, String> headers(Worker worker, byte[] body, Instant now) {
        String id = Ids.next().toString();
        byte[] signed = StandardWebhooks.signed(id, now.getEpochSecond(), body);
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "Atrium-Workers/1",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                worker.secrets().stream()
                        .map(secret -> StandardWebhooks.sign(secret, signed))
                        .collect(Collectors.joining(" ")));
    }

    private static void noteUnknown(Worker worker, List<Item> batch, BatchAnswer answer) {
        Set<String> unknown = new HashSet<>(answer.named().keySet());
        batch.forEach(item -> unknown.remove(item.id().toString()));
        if (!unknown.isEmpty()) {
            LOG.debugf("worker=%s answered about %d jobs that it was not sent", worker.key(), unknown.size());
        }
    }

    /// The outcome, where another try would be one too many for the worker.
    private static Outcome bounded(Worker worker, Item item, Outcome outcome) {
        return outcome instanceof Outcome.Retry retry && item.attempt() >= worker.maxAttempts()
                ? new Outcome.Dead("gave up after " + item.attempt() + " attempts: " + retry.reason())
                : outcome;
    }
}
