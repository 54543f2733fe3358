package dev.atrium.jobs.worker;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.secret.Secrets;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Registers and changes workers. Every method works in the connection's transaction, which sees the
/// caller's tenant.
@ApplicationScoped
class Workers {

    /// How many a tenant has at most.
    static final int MOST = 50;

    /// How many somebody has at most in the commons, where nobody shall take the places of all others.
    static final int MOST_IN_COMMONS = 10;

    private final Secrets secrets;
    private final Audits audits;
    private final InstantSource clock;

    Workers(Secrets secrets, Audits audits, InstantSource clock) {
        this.secrets = secrets;
        this.audits = audits;
        this.clock = clock;
    }

    /// What callers may do their jobs with: of an organisation all, in the commons their own.
    ///
    /// @return the subject that they are limited to; null: none
    static @Nullable String whose(Caller caller) {
        return isCommons(caller) ? caller.subject() : null;
    }

    /// @throws ProblemException `not-found` unless the caller may add jobs for it
    static WorkerView usable(Connection connection, Caller caller, UUID id) throws SQLException {
        return WorkerTable.find(connection, new WorkerKey(caller.tenant(), id))
                .filter(worker -> isUsable(caller, worker))
                .orElseThrow(ProblemException::notFound);
    }

    /// The worker, locked until the transaction ends.
    ///
    /// @throws ProblemException `not-found` unless the caller may add jobs for it, `forbidden` unless
    ///     it is the caller's, or the caller is an admin
    static WorkerView changeable(Connection connection, Caller caller, UUID id) throws SQLException {
        WorkerView worker = WorkerTable.lock(connection, new WorkerKey(caller.tenant(), id))
                .filter(locked -> isUsable(caller, locked))
                .orElseThrow(ProblemException::notFound);
        if (!Access.sees(caller, worker.subject())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This is for its owner and for admins.");
        }
        return worker;
    }

    private static boolean isUsable(Caller caller, WorkerView worker) {
        return !isCommons(caller) || caller.subject().equals(worker.subject());
    }

    /// The worker with what the caller may see of it.
    static WorkerView shown(Caller caller, WorkerView worker) {
        return Access.sees(caller, worker.subject()) ? worker : worker.withoutUrl();
    }

    /// @param idempotencyKey null: it is not repeated
    /// @return with its secret
    /// @throws ProblemException `conflict` if there are too many, or the same request has registered
    ///     one before; `unprocessable` if another request with this idempotency key has
    WorkerView register(Connection connection, Caller caller, WorkerRequest request, @Nullable String idempotencyKey)
            throws SQLException {
        TenantId tenant = caller.tenant();
        String hash = Ids.named(Json.write(request)).toString();
        WorkerTable.lockRegistration(connection, tenant);
        if (idempotencyKey != null) {
            Optional<WorkerTable.Earlier> earlier =
                    WorkerTable.registered(connection, tenant, caller.subject(), idempotencyKey);
            if (earlier.isPresent()) {
                throw IdempotencyKey.toldOnce(
                        hash.equals(earlier.get().requestHash()),
                        "registered the worker " + earlier.get().id());
            }
        }
        demandRoom(connection, caller);
        WorkerKey key = new WorkerKey(tenant, Ids.next());
        WorkerTable.insert(
                connection,
                new WorkerTable.Row(
                        key, caller.subject(), request, idempotencyKey, idempotencyKey == null ? null : hash, now()));
        String secret = StandardWebhooks.newSecret();
        secrets.add(connection, key.secrets(), secret, null);
        WorkerView registered = WorkerTable.find(connection, key).orElseThrow();
        audit(connection, caller, AuditAction.WORKER_CREATE, registered, Map.of());
        return registered.withSecret(secret);
    }

    /// Changes it. An admin who turns a member's worker to another address owns it from then on: who
    /// had it before could forge what it is sent. Its owner shows by any change to be a member.
    ///
    /// @return with its new secret, if it has another owner now
    WorkerView change(Connection connection, Caller caller, WorkerView present, WorkerRequest request)
            throws SQLException {
        WorkerKey key = new WorkerKey(caller.tenant(), present.id());
        boolean isOwner = caller.subject().equals(present.subject());
        boolean takesOver = !isOwner && request.url() != null && !request.url().equals(present.url());
        WorkerTable.update(connection, key, request, now());
        if (isOwner || takesOver) {
            WorkerTable.own(connection, key, caller.subject(), now());
        }
        String secret = takesOver ? StandardWebhooks.newSecret() : null;
        if (secret != null) {
            secrets.replace(connection, key.secrets(), secret, null);
        }
        WorkerView changed = WorkerTable.find(connection, key).orElseThrow();
        String changes = changes(present, changed);
        if (!changes.isEmpty()) {
            audit(connection, caller, AuditAction.WORKER_CHANGE, changed, Map.of("changed", changes));
        }
        return changed.withSecret(secret);
    }

    /// Names of what is another now.
    private static String changes(WorkerView before, WorkerView after) {
        return Stream.of(
                        before.subject().equals(after.subject()) ? "" : "owner",
                        before.name().equals(after.name()) ? "" : "name",
                        Objects.equals(before.url(), after.url()) ? "" : "url",
                        before.batch().equals(after.batch()) ? "" : "batch",
                        before.concurrency() == after.concurrency() ? "" : "concurrency",
                        before.timeoutSeconds() == after.timeoutSeconds() ? "" : "timeoutSeconds",
                        before.maxAttempts() == after.maxAttempts() ? "" : "maxAttempts")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(","));
    }

    /// Gives it another secret; former ones hold for a while, and everything is signed with each of them.
    ///
    /// @return with its secret
    WorkerView rotate(Connection connection, Caller caller, WorkerView present, Duration overlap) throws SQLException {
        WorkerKey key = new WorkerKey(caller.tenant(), present.id());
        String secret = StandardWebhooks.newSecret();
        secrets.rotate(connection, key.secrets(), overlap, secret, null);
        Map<String, String> detail = Map.of("overlapSeconds", Long.toString(overlap.toSeconds()));
        audit(connection, caller, AuditAction.WORKER_ROTATE, present, detail);
        return present.withSecret(secret);
    }

    /// Jobs that are still to be done are given up when they come to run.
    void delete(Connection connection, Caller caller, WorkerView present) throws SQLException {
        WorkerTable.delete(connection, new WorkerKey(caller.tenant(), present.id()));
        audit(connection, caller, AuditAction.WORKER_REMOVE, present, Map.of());
    }

    /// Of the address only the host is told: receivers have secrets in paths.
    private void audit(
            Connection connection, Caller who, AuditAction action, WorkerView worker, Map<String, String> more)
            throws SQLException {
        Map<String, String> detail = new HashMap<>(more);
        detail.put(
                "host",
                String.valueOf(URI.create(Objects.requireNonNull(worker.url())).getHost()));
        detail.put("owner", worker.subject());
        audits.add(connection, who, new Deed(action, worker.id().toString(), detail));
    }

    private static void demandRoom(Connection connection, Caller caller) throws SQLException {
        long present = WorkerTable.count(connection, caller.tenant(), whose(caller));
        if (present >= (isCommons(caller) ? MOST_IN_COMMONS : MOST)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    (isCommons(caller) ? "You have " : "There are ") + present
                            + " workers; remove one before you register more.");
        }
    }

    private static boolean isCommons(Caller caller) {
        return caller.tenant().equals(TenantId.COMMONS);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
