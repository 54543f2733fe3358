package dev.atrium.jobs.worker;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.seal.Seal;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What requests to workers are signed with: sealed in the database. Every method works in the
/// connection's transaction, which sees the worker's tenant.
@ApplicationScoped
class Secrets {

    private static final int FORMER_MAX = 5;

    private final Seal seal;
    private final InstantSource clock;

    Secrets(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /// Makes a secret, beside those that are there.
    ///
    /// @return as the worker has to be told it, once
    /// @throws ProblemException `unavailable` if nothing can be sealed
    String add(Connection connection, WorkerKey worker) throws SQLException {
        String secret = StandardWebhooks.newSecret();
        Sql.update(
                connection,
                "insert into worker_secret (tenant, id, worker_id, sealed, created_at) values (?, ?, ?, ?, ?)",
                worker.tenant().value(),
                Ids.next(),
                worker.id(),
                seal.close(secret, place(worker)),
                clock.instant());
        return secret;
    }

    /// Makes a secret that is the only one.
    String replace(Connection connection, WorkerKey worker) throws SQLException {
        Sql.update(
                connection,
                "delete from worker_secret where tenant = ? and worker_id = ?",
                worker.tenant().value(),
                worker.id());
        return add(connection, worker);
    }

    /// Has the present secret, and former ones that hold longer, hold no longer than the overlap.
    ///
    /// @throws ProblemException `conflict` if too many hold
    void end(Connection connection, WorkerKey worker, Duration overlap) throws SQLException {
        Instant now = clock.instant();
        Instant until = now.plus(overlap);
        Sql.update(
                connection,
                "delete from worker_secret where tenant = ? and worker_id = ? and valid_until < ?",
                worker.tenant().value(),
                worker.id(),
                now);
        int holding = Sql.update(
                connection,
                "update worker_secret set valid_until = least(coalesce(valid_until, ?), ?)"
                        + " where tenant = ? and worker_id = ?",
                until,
                until,
                worker.tenant().value(),
                worker.id());
        if (holding > FORMER_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Too many former secrets of this worker still hold; let some end, or rotate with overlapSeconds"
                            + " 0.");
        }
    }

    /// Those that requests are signed with now, the present one first.
    ///
    /// @throws IllegalStateException if one of them cannot be opened
    List<String> valid(Connection connection, WorkerKey worker) throws SQLException {
        return Sql.query(
                        connection,
                        "select sealed from worker_secret where tenant = ? and worker_id = ?"
                                + " and (valid_until is null or valid_until > ?) order by created_at desc, id desc",
                        row -> row.getString(1),
                        worker.tenant().value(),
                        worker.id(),
                        clock.instant())
                .stream()
                .map(text -> seal.open(text, place(worker))
                        .orElseThrow(() -> new IllegalStateException("a secret of the worker " + worker
                                + " cannot be opened: a key is missing from jobs-data.key")))
                .toList();
    }

    /// Where a secret of the worker is stored.
    private static String place(WorkerKey worker) {
        return "worker:" + worker;
    }
}
