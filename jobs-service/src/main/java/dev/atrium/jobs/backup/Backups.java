package dev.atrium.jobs.backup;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.workflow.Command;
import dev.atrium.jobs.workflow.Start;
import dev.atrium.jobs.workflow.Started;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Begins, ends and deletes backups.
@ApplicationScoped
class Backups {

    private static final String UNDER_WAY = "another backup is under way";

    private final DataSource dataSource;
    private final Workflows workflows;
    private final BackupConfig config;
    private final Audits audits;
    private final InstantSource clock;

    Backups(DataSource dataSource, Workflows workflows, BackupConfig config, Audits audits, InstantSource clock) {
        this.dataSource = dataSource;
        this.workflows = workflows;
        this.config = config;
        this.audits = audits;
        this.clock = clock;
    }

    /// @param isNew false if the same request was made before
    record Made(BackupView backup, boolean isNew) {}

    /// A backup that has begun.
    ///
    /// @param subject on whose behalf it is made
    record Begun(Instant at, String subject) {}

    /// What somebody wants to be backed up.
    ///
    /// @param pointer where it says so
    /// @param keep how many of those that say so are kept; null: it does not
    /// @throws ProblemException if there may not be so many
    BackupInput input(String pointer, @Nullable Integer keep) {
        if (keep != null && (keep < 1 || keep > config.max())) {
            throw ProblemException.invalidProperty(pointer, "must be a number from 1 to " + config.max());
        }
        return new BackupInput(keep);
    }

    /// Has a backup made, for an admin.
    ///
    /// @param idempotencyKey null: every request is another backup
    Made make(Caller caller, BackupInput input, @Nullable String idempotencyKey) throws SQLException {
        UUID id = idempotencyKey == null
                ? Ids.next()
                : Ids.named("backup:" + caller.tenant() + "/" + caller.subject() + "/" + idempotencyKey);
        WorkflowKey instance = new WorkflowKey(caller.tenant(), BackupWorkflow.TYPE + ":" + id);
        Made made = TenantConnections.inTenant(
                dataSource, caller.tenant(), connection -> make(connection, caller, instance, input));
        workflows.wake();
        return made;
    }

    private Made make(Connection connection, Caller caller, WorkflowKey instance, BackupInput input)
            throws SQLException {
        BackupKey key = BackupKey.of(instance);
        Start start = new Start(instance, BackupWorkflow.TYPE, caller.subject(), input);
        Optional<BackupView> before = BackupTable.find(connection, key);
        if (before.isPresent()) {
            return same(before.get(), input);
        }
        fault(connection, key, input).ifPresent(fault -> {
            throw new ProblemException(ProblemType.CONFLICT, "No backup can be made: " + fault + ".");
        });
        return switch (workflows.start(connection, start)) {
            case Started.New _ -> {
                BackupTable.begin(connection, key, instance.id(), caller.subject(), input.keep(), now());
                audits.add(connection, caller, made(key, instance, input));
                yield new Made(BackupTable.find(connection, key).orElseThrow(), true);
            }
            case Started.Before _ ->
                same(BackupTable.find(connection, key).orElseThrow(() -> used("a backup that was deleted")), input);
            case Started.Conflict _, Started.Full _ -> throw used("another backup");
        };
    }

    private static Made same(BackupView before, BackupInput input) {
        if (!Objects.equals(before.keep(), input.keep())) {
            throw used("another backup");
        }
        return new Made(before, false);
    }

    private static ProblemException used(String what) {
        return new ProblemException(
                ProblemType.UNPROCESSABLE, "This Idempotency-Key was used for " + what + "; take a new one.");
    }

    /// As a workflow instance begins, whoever has started it.
    ///
    /// @throws NonRetryableException if no backup can be made now
    /// @throws RetryableException while what it had stored is deleted
    Begun begin(WorkflowKey instance, BackupInput input) throws SQLException {
        BackupKey key = BackupKey.of(instance);
        return TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            fault(connection, key, input).ifPresent(fault -> {
                throw new NonRetryableException(fault);
            });
            String subject = Sql.first(
                            connection,
                            "select subject from workflow where tenant = ? and id = ?",
                            row -> row.getString("subject"),
                            key.tenant().value(),
                            instance.id())
                    .orElseThrow();
            Instant now = now();
            if (BackupTable.isClearing(connection, key)) {
                throw new RetryableException("what it had stored is being deleted");
            }
            boolean isNew = BackupTable.find(connection, key).isEmpty();
            if (!BackupTable.begin(connection, key, instance.id(), subject, input.keep(), now)) {
                throw new NonRetryableException("it is complete, or was deleted: make another backup");
            }
            if (isNew) {
                // Begun by a schedule, or as a workflow like any other.
                audits.add(connection, key.tenant(), new Actor(subject, subject), made(key, instance, input));
            }
            return new Begun(now.truncatedTo(ChronoUnit.SECONDS), subject);
        });
    }

    private static Deed made(BackupKey key, WorkflowKey instance, BackupInput input) {
        Map<String, String> detail = new HashMap<>(Map.of("workflow", instance.id()));
        if (input.keep() != null) {
            detail.put("keep", input.keep().toString());
        }
        return new Deed(AuditAction.BACKUP_CREATE, key.id().toString(), detail);
    }

    private Optional<String> fault(Connection connection, BackupKey key, BackupInput input) throws SQLException {
        oneAtATime(connection, key.tenant());
        if (BackupTable.isOtherRunning(connection, key)) {
            return Optional.of(UNDER_WAY);
        }
        return full(connection, key.tenant(), input.keep());
    }

    /// What begins or deletes backups and restores of a tenant waits for the one before: two at the same
    /// time would not see each other.
    static void oneAtATime(Connection connection, TenantId tenant) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended(?, 0))::text",
                row -> row.getString(1),
                "backup " + tenant);
    }

    /// Before more is stored.
    ///
    /// @throws NonRetryableException if what was stored before is not there any more
    void goOn(BackupKey key) throws SQLException {
        boolean goesOn =
                TenantConnections.inTenant(dataSource, key.tenant(), connection -> BackupTable.goOn(connection, key));
        if (!goesOn) {
            throw new NonRetryableException("what it had stored is deleted: restart it from its beginning");
        }
    }

    /// @param keep what another one says: those that go when it is complete take no place. Null: none go
    private Optional<String> full(Connection connection, TenantId tenant, @Nullable Integer keep) throws SQLException {
        int going = keep == null
                ? 0
                : BackupTable.surplus(connection, tenant, keep - 1).size();
        return BackupTable.count(connection, tenant) - going >= config.max()
                ? Optional.of("there are " + config.max() + " backups already: delete one")
                : Optional.empty();
    }

    void complete(Connection connection, BackupKey key, List<StoredSegment> segments, Format.Counts counts)
            throws SQLException {
        if (!BackupTable.complete(connection, key, segments, counts, clock.instant())) {
            throw new NonRetryableException("it was deleted, or is complete already");
        }
    }

    /// Begins to take an archive that somebody uploads.
    ///
    /// @param idempotencyKey as for [#received]: one that was taken with it before takes no place
    BackupKey receive(Caller caller, @Nullable String idempotencyKey) throws SQLException {
        BackupKey key = new BackupKey(caller.tenant(), Ids.next());
        TenantConnections.inTenant(dataSource, caller.tenant(), connection -> {
            oneAtATime(connection, key.tenant());
            if (BackupTable.isReceiving(connection, key.tenant())) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "Another backup is uploaded: wait until it is there, or delete it.");
            }
            if (uploaded(connection, key.tenant(), caller.subject(), idempotencyKey)
                    .isEmpty()) {
                full(connection, key.tenant(), null).ifPresent(fault -> {
                    throw new ProblemException(ProblemType.CONFLICT, "No backup can be taken: " + fault + ".");
                });
            }
            BackupTable.receive(connection, key, caller.subject(), now());
            return key;
        });
        return key;
    }

    private static Optional<BackupView> uploaded(
            Connection connection, TenantId tenant, String subject, @Nullable String idempotencyKey)
            throws SQLException {
        return idempotencyKey == null
                ? Optional.empty()
                : BackupTable.findUploaded(connection, tenant, subject, idempotencyKey);
    }

    /// An archive that was taken as a whole.
    ///
    /// @param sha256 of all its bytes, in hexadecimal digits
    record Received(List<StoredSegment> segments, Format.Counts counts, String sha256) {}

    /// The archive is there as a whole.
    ///
    /// @param who has uploaded it
    /// @param idempotencyKey if an earlier one was taken with it, that one counts and not this; null: each
    ///     counts
    /// @throws ProblemException `unprocessable` if the earlier one is another, `conflict` if it was deleted
    ///     meanwhile
    Made received(BackupKey key, Caller who, Received archive, @Nullable String idempotencyKey) throws SQLException {
        return TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            oneAtATime(connection, key.tenant());
            Optional<BackupView> before = uploaded(connection, key.tenant(), who.subject(), idempotencyKey);
            if (before.isPresent()) {
                demandSame(
                        connection,
                        new BackupKey(key.tenant(), UUID.fromString(before.get().id())),
                        archive);
                return new Made(before.get(), false);
            }
            if (!BackupTable.complete(connection, key, archive.segments(), archive.counts(), clock.instant())) {
                throw new ProblemException(ProblemType.CONFLICT, "The backup was deleted while it was uploaded.");
            }
            BackupTable.name(connection, key, archive.sha256(), idempotencyKey);
            Map<String, String> detail = Map.of("sha256", archive.sha256());
            audits.add(
                    connection,
                    who,
                    new Deed(AuditAction.BACKUP_UPLOAD, key.id().toString(), detail));
            return new Made(BackupTable.find(connection, key).orElseThrow(), true);
        });
    }

    /// One that was taken by an earlier version is known by its segments, which are named after what is in them.
    private static void demandSame(Connection connection, BackupKey before, Received archive) throws SQLException {
        Optional<String> sha256 = BackupTable.sha256(connection, before);
        boolean same = sha256.isPresent()
                ? sha256.get().equals(archive.sha256())
                : BackupTable.segments(connection, before).equals(archive.segments());
        if (!same) {
            throw IdempotencyKey.reused();
        }
    }

    /// What was taken is not wanted.
    void refuse(BackupKey key) throws SQLException {
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> BackupTable.delete(connection, key));
    }

    void fail(Connection connection, BackupKey key, @Nullable String error) throws SQLException {
        BackupTable.fail(connection, key, "failed", error, clock.instant());
        BackupWatch.add(connection, key);
    }

    /// Deletes what is more than is to be kept; what is restored now stays until the next time.
    void prune(Connection connection, TenantId tenant, int keep) throws SQLException {
        oneAtATime(connection, tenant);
        for (BackupKey surplus : BackupTable.surplus(connection, tenant, keep)) {
            if (!BackupTable.isBeingRestored(connection, surplus)) {
                BackupTable.delete(connection, surplus);
            }
        }
    }

    /// Cancels the backup if it has not ended; its objects are gone some minutes later.
    ///
    /// @throws ProblemException `not-found` if there is none, `conflict` while it is restored
    void delete(Caller caller, UUID id) throws SQLException {
        BackupKey key = new BackupKey(caller.tenant(), id);
        TenantConnections.inTenant(dataSource, caller.tenant(), connection -> {
            oneAtATime(connection, key.tenant());
            BackupView backup = BackupTable.find(connection, key).orElseThrow(ProblemException::notFound);
            if (BackupTable.isBeingRestored(connection, key)) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "This backup is restored now: wait for that, or cancel it.");
            }
            if (backup.status().equals("running") && backup.workflow() != null) {
                String instance = backup.workflow().substring("/api/workflows/".length());
                // Refused where it has ended, which is as good.
                workflows.command(
                        connection, new WorkflowKey(caller.tenant(), instance), new Command.Cancel(), caller.subject());
            }
            boolean isDeleted = BackupTable.delete(connection, key);
            if (isDeleted) {
                audits.add(connection, caller, new Deed(AuditAction.BACKUP_DELETE, id.toString()));
            }
            return isDeleted;
        });
        workflows.wake();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
