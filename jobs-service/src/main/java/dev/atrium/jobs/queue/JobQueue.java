package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes jobs, and has each run until it is done or dead (JB-1).
@ApplicationScoped
public class JobQueue {

    private final Lanes lanes;
    private final QueueConfig config;
    private final JobRunner runner;
    private final InstantSource clock;
    private final Backlogs backlogs = new Backlogs();
    private final Map<JobClass, Lane> lanesByClass = new EnumMap<>(JobClass.class);

    JobQueue(Lanes lanes, QueueConfig config, JobRunner runner, InstantSource clock) {
        this.lanes = lanes;
        this.config = config;
        this.runner = runner;
        this.clock = clock;
    }

    /// Adds a job in the connection's transaction, which sees the tenant; call [#wake] after its commit.
    ///
    /// @param businessKey what the job is about: a second job of the type with the same key is not added
    ///     as long as the first is kept ([QueueConfig#keepEnded])
    /// @param subject on whose behalf the job runs
    /// @param payload JSON
    /// @return the id, which follows from type and key
    public UUID add(
            Connection connection, JobType type, TenantId tenant, String businessKey, String subject, String payload)
            throws SQLException {
        return add(connection, type, tenant, businessKey, subject, payload, null);
    }

    /// The same, for a job that does not begin before the given time.
    public UUID addAt(
            Connection connection,
            JobType type,
            TenantId tenant,
            String businessKey,
            String subject,
            String payload,
            Instant at)
            throws SQLException {
        return add(connection, type, tenant, businessKey, subject, payload, at.isAfter(clock.instant()) ? at : null);
    }

    private UUID add(
            Connection connection,
            JobType type,
            TenantId tenant,
            String businessKey,
            String subject,
            String payload,
            @Nullable Instant notBefore)
            throws SQLException {
        UUID id = id(type, businessKey);
        JobKey key = new JobKey(tenant, id);
        Instant now = clock.instant();
        if (JobTable.insert(connection, new JobTable.New(key, type, subject, payload, notBefore), now)) {
            String lane = type.jobClass().label();
            if (notBefore == null) {
                Turns.schedule(connection, lane, List.of(key.entry(subject)), type.urgency(), now);
            } else {
                Turns.later(connection, lane, Map.of(key.entry(subject), notBefore), type.urgency());
            }
        }
        return id;
    }

    /// A job that is added with others.
    ///
    /// @param businessKey what it is about
    /// @param subject on whose behalf it runs
    /// @param payload JSON
    /// @param traceparent of the trace that it goes on with; null: it begins one
    /// @param notBefore null: it may begin at once
    public record New(
            String businessKey,
            String subject,
            String payload,
            @Nullable String traceparent,
            @Nullable Instant notBefore) {}

    /// Adds jobs of one type and tenant as [#add] does, all in one statement.
    ///
    /// @return ids of those that were not there
    public Set<UUID> addAll(Connection connection, JobType type, TenantId tenant, List<New> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return Set.of();
        }
        Map<UUID, New> wanted = new LinkedHashMap<>();
        jobs.forEach(job -> wanted.putIfAbsent(id(type, job.businessKey()), job));
        Instant now = clock.instant();
        Set<UUID> added = JobTable.insertAll(connection, tenant, type, wanted, now);
        List<Turns.Entry> due = new ArrayList<>();
        Map<Turns.Entry, Instant> later = new LinkedHashMap<>();
        wanted.forEach((id, job) -> {
            if (!added.contains(id)) {
                return;
            }
            Turns.Entry execution = new JobKey(tenant, id).entry(job.subject());
            if (job.notBefore() == null || !job.notBefore().isAfter(now)) {
                due.add(execution);
            } else {
                later.put(execution, job.notBefore());
            }
        });
        String lane = type.jobClass().label();
        Turns.schedule(connection, lane, due, type.urgency(), now);
        Turns.later(connection, lane, later, type.urgency());
        return added;
    }

    /// Whether so many jobs of the class, and of the subject's party ([dev.atrium.jobs.lane.Party]), are under way
    /// or wait without those that were just added, or as many were given up or are parked: as it was a moment ago,
    /// where there are thousands. In the connection's transaction, which sees the tenant.
    ///
    /// @param added how many the transaction has added
    public boolean isFull(
            Connection connection, JobClass jobClass, TenantId tenant, String subject, int most, int added)
            throws SQLException {
        return backlogs.isFull(connection, jobClass, tenant, subject, most, added, clock.instant());
    }

    /// The id of the job of this type about this key.
    public static UUID id(JobType type, String businessKey) {
        return Ids.named(type.name() + ":" + Objects.requireNonNull(businessKey));
    }

    /// Has jobs that were added in a committed transaction start at once instead of at the next poll.
    public void wake(JobClass jobClass) {
        Objects.requireNonNull(lanesByClass.get(jobClass)).wake();
    }

    /// [#wake] for all classes.
    void wakeAll() {
        lanesByClass.values().forEach(Lane::wake);
    }

    void start(@Observes StartupEvent event) {
        for (JobClass jobClass : JobClass.values()) {
            QueueConfig.Limits limits = Objects.requireNonNull(config.limits().get(jobClass));
            lanesByClass.put(
                    jobClass,
                    lanes.open(
                            Lane.Kind.byTurns(jobClass.label(), limits.concurrency(), limits.ofATenant(), Map.of())
                                    .within(limits.concurrencyOfAllNodes()),
                            (execution, signs) -> runner.run(JobKey.parse(execution), jobClass, limits, signs)));
        }
    }
}
