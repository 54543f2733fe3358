package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes down how tries begin and end, and decides when their jobs run next. Those of a class that begin, or end, at
/// the same time do so in one transaction.
@ApplicationScoped
class Tries {

    private static final Logger LOG = Logger.getLogger(Tries.class);

    private final DataSource dataSource;
    private final JobHandlers handlers;
    private final Deaths deaths;
    private final InstantSource clock;
    private final Map<JobClass, Together<JobKey, Optional<JobTable.Due>>> begins = new EnumMap<>(JobClass.class);
    private final Map<JobClass, Together<Ended, Boolean>> ends = new EnumMap<>(JobClass.class);

    Tries(
            @io.quarkus.agroal.DataSource(Lanes.CONNECTIONS) DataSource dataSource,
            QueueConfig config,
            JobHandlers handlers,
            Deaths deaths,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.handlers = handlers;
        this.deaths = deaths;
        this.clock = clock;
        for (JobClass jobClass : JobClass.values()) {
            RetryPolicy policy =
                    Objects.requireNonNull(config.limits().get(jobClass)).policy();
            begins.put(jobClass, new Together<>(keys -> begin(jobClass, policy, keys)));
            ends.put(jobClass, new Together<>(tries -> end(jobClass, tries)));
        }
    }

    /// How a try ended.
    ///
    /// @param job as it was before
    /// @param attempt its number
    record Ended(JobKey key, JobTable.Due job, int attempt, RetryPolicy.Verdict verdict, Instant at) {}

    /// Counts a try before it begins, so that a job that kills its node is dead in the end.
    ///
    /// @return the job as it was before; empty if there is nothing to run
    Optional<JobTable.Due> begin(JobClass jobClass, JobKey key) throws SQLException {
        return Objects.requireNonNull(begins.get(jobClass)).call(key);
    }

    /// Stores how a try ended, unless another one has begun or the job was cancelled meanwhile.
    void end(JobClass jobClass, Ended ended) throws SQLException {
        Objects.requireNonNull(ends.get(jobClass)).call(ended);
    }

    /// Whether an attempt still counts; also where the database does not say.
    boolean isUnderWay(JobKey key, int attempt) {
        try {
            return TenantConnections.inTenant(
                    dataSource, key.tenant(), connection -> JobTable.isUnderWay(connection, key, attempt));
        } catch (SQLException e) {
            LOG.debugf("job=%s: it is not known whether attempt %d still counts: %s", key, attempt, e.getMessage());
            return true;
        }
    }

    /// Undoes [#begin], because the node stops.
    void giveBack(JobClass jobClass, JobKey key, int attempt) throws SQLException {
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> {
            giveBack(connection, jobClass.label(), key, attempt, null);
            return true;
        });
    }

    /// @param at when it comes again; null: at once
    private void giveBack(Connection connection, String lane, JobKey key, int attempt, @Nullable Instant at)
            throws SQLException {
        if (JobTable.giveBack(connection, key, attempt, at)) {
            Turns.sleep(connection, lane, Map.of(key.toString(), at == null ? clock.instant() : at));
        }
    }

    private List<Optional<JobTable.Due>> begin(JobClass jobClass, RetryPolicy policy, List<JobKey> keys)
            throws SQLException {
        Map<JobKey, JobTable.Due> begun = new HashMap<>();
        TenantConnections.inTransaction(dataSource, connection -> {
            Instant now = clock.instant();
            for (Map.Entry<TenantId, List<JobKey>> some :
                    keys.stream().collect(Collectors.groupingBy(JobKey::tenant)).entrySet()) {
                RoundTrip trip = new RoundTrip(connection);
                trip.enter(some.getKey());
                RoundTrip.Answer<List<JobTable.Begun>> jobs = JobTable.begin(
                        trip,
                        connection,
                        some.getKey(),
                        some.getValue().stream().map(JobKey::id).toList(),
                        policy.maxAttempts(),
                        now);
                trip.send();
                jobs.get().forEach(job -> begun.put(new JobKey(some.getKey(), job.id()), job.job()));
                for (JobKey key : some.getValue()) {
                    if (!begun.containsKey(key)) {
                        holdBack(connection, key, jobClass, policy, now);
                    }
                }
            }
            return begun;
        });
        // An execution that this node has taken over from itself is there twice: one of the two runs.
        return keys.stream().map(key -> Optional.ofNullable(begun.remove(key))).toList();
    }

    /// Decides what becomes of a job that does not begin now.
    private void holdBack(Connection connection, JobKey key, JobClass jobClass, RetryPolicy policy, Instant now)
            throws SQLException {
        JobTable.Due job = JobTable.lock(connection, key).orElse(null);
        if (job == null || !job.state().isOpen()) {
            Lane.remove(connection, jobClass.label(), key.toString());
        } else if (JobControl.isPaused(connection, key.tenant(), jobClass)) {
            JobTable.park(connection, key);
            Lane.remove(connection, jobClass.label(), key.toString());
        } else if (job.nextAttemptAt() != null && job.nextAttemptAt().isAfter(now)) {
            Turns.sleep(connection, jobClass.label(), Map.of(key.toString(), job.nextAttemptAt()));
        } else if (!policy.allowsAnother(job.counted())) {
            // The last try did not end, or there may be fewer than when it was told to wait for another one.
            String reason = job.state() == JobState.RUNNING
                    ? "gave up: " + job.counted() + " attempts did not end"
                    : "gave up: " + job.counted() + " attempts are as many as there may be now";
            JobTable.giveUp(connection, key, reason, now);
            Lane.remove(connection, jobClass.label(), key.toString());
            deaths.tell(connection, key, job, job.attempts(), reason);
        } else {
            // What spoke against it is gone meanwhile, as a pause that was just ended.
            Turns.sleep(connection, jobClass.label(), Map.of(key.toString(), now));
        }
    }

    private List<Boolean> end(JobClass jobClass, List<Ended> tries) throws SQLException {
        TenantConnections.inTransaction(dataSource, connection -> {
            for (Map.Entry<TenantId, List<Ended>> some : tries.stream()
                    .collect(Collectors.groupingBy(ended -> ended.key().tenant()))
                    .entrySet()) {
                done(connection, some.getKey(), jobClass, some.getValue());
                for (Ended ended : some.getValue()) {
                    notDone(connection, jobClass.label(), ended);
                }
            }
            return true;
        });
        return Collections.nCopies(tries.size(), true);
    }

    /// Enters the tenant, and stores those that are done.
    private void done(Connection connection, TenantId tenant, JobClass jobClass, List<Ended> tries)
            throws SQLException {
        List<JobTable.Done> done = new ArrayList<>();
        for (Ended ended : tries) {
            if (ended.verdict() instanceof RetryPolicy.Verdict.Done verdict) {
                boolean keepsPayload = handlers.showsPayload(ended.job().type());
                done.add(
                        new JobTable.Done(ended.key().id(), ended.attempt(), verdict.note(), keepsPayload, ended.at()));
            }
        }
        RoundTrip trip = new RoundTrip(connection);
        trip.enter(tenant);
        RoundTrip.Answer<List<UUID>> stored = JobTable.done(trip, connection, tenant, done);
        trip.send();
        Lane.removeAll(
                connection,
                jobClass.label(),
                stored.get().stream()
                        .map(id -> new JobKey(tenant, id).toString())
                        .toList());
    }

    private void notDone(Connection connection, String lane, Ended ended) throws SQLException {
        JobKey key = ended.key();
        switch (ended.verdict()) {
            case RetryPolicy.Verdict.Done _ -> {}
            case RetryPolicy.Verdict.Later later -> giveBack(connection, lane, key, ended.attempt(), later.at());
            case RetryPolicy.Verdict.Dead dead -> {
                if (JobTable.dead(connection, key, ended.attempt(), dead.reason(), ended.at())) {
                    Lane.remove(connection, lane, key.toString());
                    deaths.tell(connection, key, ended.job(), ended.attempt(), dead.reason());
                }
            }
            case RetryPolicy.Verdict.Retrying retrying -> {
                if (JobTable.retry(connection, key, ended.attempt(), retrying.reason(), retrying.at())) {
                    Turns.sleep(connection, lane, Map.of(key.toString(), retrying.at()));
                }
            }
        }
    }
}
