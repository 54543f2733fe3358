package dev.atrium.jobs.schedule;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.workflow.Start;
import dev.atrium.jobs.workflow.Started;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.jobs.workflow.Workflows;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts workflows when their time has come (JB-11). The start, and the choice of the next time, are one transaction
/// that holds the schedule: each time has its start once, whatever is killed and however many nodes there are.
@ApplicationScoped
public class Schedules {

    static final String LANE = "schedule";

    private static final Logger LOG = Logger.getLogger(Schedules.class);
    private static final int AT_ONCE = 4;
    private static final Duration UNTIL_ANOTHER_NODE = Duration.ofSeconds(10);

    /// How many schedules one has at most.
    static final int MOST_PER_SUBJECT = 100;

    private final DataSource dataSource;
    private final Lanes lanes;
    private final Workflows workflows;
    private final Audits audits;
    private final InstantSource clock;

    Schedules(DataSource dataSource, Lanes lanes, Workflows workflows, Audits audits, InstantSource clock) {
        this.dataSource = dataSource;
        this.lanes = lanes;
        this.workflows = workflows;
        this.audits = audits;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        lanes.open(Lane.Kind.byTime(LANE, AT_ONCE), (execution, _) -> run(execution));
    }

    /// What became of a wish for a schedule.
    enum Put {
        ADDED,
        CHANGED,
        /// Nothing: somebody else has a schedule with the id.
        TAKEN,
        /// Nothing: the caller has as many as one may have.
        FULL,
        /// Nothing: the plan never comes true.
        NEVER_TRUE
    }

    /// Makes the schedule, or makes it what is planned, in the connection's transaction; if it is that already, nothing
    /// changes. The row decides whose it is: of two that make it at the same time, one finds the other's. What has
    /// started then runs at once only after [Workflows#wake].
    Put put(Connection connection, ScheduleKey key, ScheduleTable.Plan plan, Caller who) throws SQLException {
        Instant now = clock.instant();
        Optional<Instant> next = plan.cron().next(now);
        if (next.isEmpty()) {
            return Put.NEVER_TRUE;
        }
        ScheduleTable.lockSubject(connection, key.tenant(), who.subject());
        boolean mayAdd = ScheduleTable.count(connection, key.tenant(), who.subject()) < MOST_PER_SUBJECT;
        boolean isNew = mayAdd && ScheduleTable.insert(connection, key, plan, who.subject(), next.get(), now);
        Optional<ScheduleTable.Stored> stored = ScheduleTable.lock(connection, key);
        if (stored.isEmpty()) {
            return mayAdd ? Put.TAKEN : Put.FULL;
        }
        if (!Access.sees(who, stored.get().subject())) {
            return Put.TAKEN;
        }
        if (isNew) {
            Lane.schedule(connection, LANE, key.toString(), next.get());
            audits.add(connection, who, deed(AuditAction.SCHEDULE_CREATE, key, stored.get()));
            return Put.ADDED;
        }
        if (!stored.get().plan().equals(plan)) {
            change(connection, key, stored.get(), plan);
            audits.add(connection, who, deed(AuditAction.SCHEDULE_CHANGE, key, stored.get()));
        }
        return Put.CHANGED;
    }

    /// A time that has come is met as it was planned, before the schedule is another one; if this node cannot do
    /// that, it stays the schedule's next time.
    private void change(Connection connection, ScheduleKey key, ScheduleTable.Stored schedule, ScheduleTable.Plan plan)
            throws SQLException {
        Instant now = clock.instant();
        boolean settled = schedule.paused() || !schedule.isDue(now) || meet(connection, key, schedule, now);
        ScheduleTable.change(connection, key, plan);
        if (settled && !schedule.paused()) {
            planNext(connection, key, plan.cron());
        }
    }

    /// Starts nothing any more until [#resume]; times that pass meanwhile are not made up for.
    void pause(Connection connection, ScheduleKey key, Caller who) throws SQLException {
        Optional<ScheduleTable.Stored> found = ScheduleTable.lock(connection, key);
        if (found.isPresent() && !found.get().paused()) {
            ScheduleTable.pause(connection, key, true);
            Lane.remove(connection, LANE, key.toString());
            audits.add(connection, who, deed(AuditAction.SCHEDULE_PAUSE, key, found.get()));
        }
    }

    void resume(Connection connection, ScheduleKey key, Caller who) throws SQLException {
        Optional<ScheduleTable.Stored> found = ScheduleTable.lock(connection, key);
        if (found.isPresent() && found.get().paused()) {
            ScheduleTable.pause(connection, key, false);
            planNext(connection, key, found.get().cron());
            audits.add(connection, who, deed(AuditAction.SCHEDULE_RESUME, key, found.get()));
        }
    }

    void delete(Connection connection, ScheduleKey key, Caller who) throws SQLException {
        Optional<ScheduleTable.Stored> found = ScheduleTable.lock(connection, key);
        if (found.isPresent()) {
            ScheduleTable.delete(connection, key);
            Lane.remove(connection, LANE, key.toString());
            audits.add(connection, who, deed(AuditAction.SCHEDULE_REMOVE, key, found.get()));
        }
    }

    /// @param schedule as it was before
    private static Deed deed(AuditAction action, ScheduleKey key, ScheduleTable.Stored schedule) {
        return new Deed(action, key.id(), Map.of("type", schedule.type(), "owner", schedule.subject()));
    }

    /// Schedules in numbers, in the connection's transaction.
    ///
    /// @param tenant null: of all tenants, at most [dev.atrium.jobs.figures.Counted#MOST], for the
    ///     operator
    public ScheduleFigures figures(Connection connection, @Nullable TenantId tenant) throws SQLException {
        return tenant == null ? ScheduleTable.figures(connection) : ScheduleTable.figures(connection, tenant);
    }

    /// What the lane does.
    Next run(String execution) throws SQLException {
        ScheduleKey key = ScheduleKey.parse(execution);
        boolean met = TenantConnections.inTenant(dataSource, key.tenant(), connection -> run(connection, key));
        if (met) {
            workflows.wake();
        }
        return new Next.Settled();
    }

    private boolean run(Connection connection, ScheduleKey key) throws SQLException {
        ScheduleTable.Stored schedule = ScheduleTable.lock(connection, key).orElse(null);
        if (schedule == null || schedule.paused()) {
            Lane.remove(connection, LANE, key.toString());
            return false;
        }
        Instant now = clock.instant();
        if (!schedule.isDue(now)) {
            Lane.schedule(connection, LANE, key.toString(), schedule.nextAt());
            return false;
        }
        if (!meet(connection, key, schedule, now)) {
            Lane.schedule(connection, LANE, key.toString(), now.plus(UNTIL_ANOTHER_NODE));
            return false;
        }
        planNext(connection, key, schedule.cron());
        return true;
    }

    /// Starts what the time that has come is for, or skips it where the schedule says so.
    ///
    /// @return false if this node does not know the type of the workflow: then nothing was done
    private boolean meet(Connection connection, ScheduleKey key, ScheduleTable.Stored schedule, Instant now)
            throws SQLException {
        if (!schedule.missed().starts(schedule.nextAt(), now)) {
            LOG.warnf("object=%s has missed %s, and goes on with its next time", key, schedule.nextAt());
            return true;
        }
        Optional<Workflow<?>> workflow = workflows.newest(schedule.type());
        if (workflow.isEmpty()) {
            LOG.warnf("object=%s is left to a node that knows workflows of type %s", key, schedule.type());
            return false;
        }
        start(connection, key, schedule, workflow.get());
        return true;
    }

    private void start(Connection connection, ScheduleKey key, ScheduleTable.Stored schedule, Workflow<?> workflow)
            throws SQLException {
        String instance = key.instanceFor(schedule.nextAt());
        try {
            Object input = Json.read(schedule.input(), workflow.inputType());
            Start start =
                    new Start(new WorkflowKey(key.tenant(), instance), schedule.type(), schedule.subject(), input);
            switch (workflows.start(connection, start)) {
                case Started.Before before
                when !before.instance().subject().equals(schedule.subject()) -> taken(key, instance);
                case Started.Conflict _ -> taken(key, instance);
                case Started.Full full ->
                    LOG.warnf("object=%s starts nothing: %d instances of its owner have not ended", key, full.most());
                case Started.New _, Started.Before _ ->
                    ScheduleTable.fired(connection, key, schedule.nextAt(), instance);
            }
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "object=%s starts nothing: its input does not fit its workflow any more", key);
        }
    }

    private static void taken(ScheduleKey key, String instance) {
        LOG.warnf("object=%s starts nothing: there is another instance %s", key, instance);
    }

    private void planNext(Connection connection, ScheduleKey key, Cron cron) throws SQLException {
        Optional<Instant> next = cron.next(clock.instant());
        if (next.isPresent()) {
            ScheduleTable.plan(connection, key, next.get());
            Lane.schedule(connection, LANE, key.toString(), next.get());
        } else {
            ScheduleTable.pause(connection, key, true);
            Lane.remove(connection, LANE, key.toString());
        }
    }
}
