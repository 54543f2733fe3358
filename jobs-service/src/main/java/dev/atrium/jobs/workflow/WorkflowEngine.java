package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.trace.Traces;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs workflows on a [Lane]: an instance is one execution, which runs the workflow's method again and again, with the
/// results of finished steps, until the method returns or fails.
@ApplicationScoped
public class WorkflowEngine implements Workflows {

    /// The lane of all workflows.
    static final String LANE = "workflow";

    private static final Logger LOG = Logger.getLogger(WorkflowEngine.class);
    private static final Duration PAUSE_OF_UNKNOWN_TYPES = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final Map<String, Workflow<?>> workflows;
    private final Lanes lanes;
    private final WorkflowConfig config;
    private final Journal journal;
    private final Traces traces;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private @Nullable Lane lane;

    WorkflowEngine(
            DataSource dataSource,
            @All List<Workflow<?>> workflows,
            Lanes lanes,
            WorkflowConfig config,
            Journal journal,
            Traces traces,
            MeterRegistry metrics,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.workflows = workflows.stream().collect(Collectors.toUnmodifiableMap(Workflow::type, Function.identity()));
        this.lanes = lanes;
        this.config = config;
        this.journal = journal;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    private sealed interface Begun {
        record Run(WorkflowTable.Stored instance, int number, Map<String, StepTable.Stored> steps) implements Begun {}

        record Over() implements Begun {}
    }

    void start(@Observes StartupEvent event) {
        lane = lanes.open(
                LANE, config.concurrency(), (execution, stopping) -> run(WorkflowKey.parse(execution), stopping));
    }

    @Override
    public Started start(Connection connection, Start start) throws SQLException {
        if (!workflows.containsKey(start.type())) {
            throw new IllegalArgumentException("no workflow of type " + start.type());
        }
        String input = Json.write(start.input());
        Instant now = clock.instant();
        if (WorkflowTable.insert(connection, start, input, TraceContext.current(), now)) {
            journal.instanceBecame(connection, start.key(), start.type(), WorkflowStatus.QUEUED);
            Lane.schedule(connection, LANE, start.key().toString(), now);
            return new Started.New(found(connection, start.key()));
        }
        return WorkflowTable.hasInput(connection, start, input)
                ? new Started.Before(found(connection, start.key()))
                : new Started.Conflict();
    }

    @Override
    public void wake() {
        Objects.requireNonNull(lane).wake();
    }

    private static WorkflowView found(Connection connection, WorkflowKey key) throws SQLException {
        return WorkflowTable.find(connection, key).orElseThrow();
    }

    /// One run; what a lane does.
    Next run(WorkflowKey key, BooleanSupplier stopping) throws Exception {
        return switch (TenantConnections.inTenant(dataSource, key.tenant(), connection -> begin(connection, key))) {
            case Begun.Over _ -> new Next.Finished();
            case Begun.Run run -> {
                Workflow<?> workflow = workflows.get(run.instance().type());
                yield workflow == null
                        ? waitForNewerNode(key, run)
                        : traces.goOn(
                                "workflow " + workflow.type(),
                                run.instance().traceparent(),
                                () -> run(key, workflow, run, stopping));
            }
        };
    }

    private Begun begin(Connection connection, WorkflowKey key) throws SQLException {
        WorkflowTable.Stored instance = WorkflowTable.lock(connection, key).orElse(null);
        if (instance == null
                || instance.status() == WorkflowStatus.COMPLETE
                || instance.status() == WorkflowStatus.FAILED) {
            return new Begun.Over();
        }
        WorkflowTable.begin(connection, key, clock.instant());
        if (instance.status() == WorkflowStatus.QUEUED) {
            journal.instanceBecame(connection, key, instance.type(), WorkflowStatus.RUNNING);
        }
        return new Begun.Run(instance, instance.run() + 1, StepTable.all(connection, key));
    }

    private Next waitForNewerNode(WorkflowKey key, Begun.Run run) {
        LOG.warnf(
                "object=%s is of the type %s, which this version does not know; looking again in %s",
                key, run.instance().type(), PAUSE_OF_UNKNOWN_TYPES);
        return new Next.At(clock.instant().plus(PAUSE_OF_UNKNOWN_TYPES));
    }

    private Next run(WorkflowKey key, Workflow<?> workflow, Begun.Run run, BooleanSupplier stopping)
            throws SQLException {
        StepStore store = new StepStore(dataSource, journal, clock, key, workflow.type(), run.number());
        try {
            Steps steps = StepRun.of(store, run.steps(), stopping, config.stepPolicy());
            Object result = invoke(workflow, steps, run.instance().input());
            return end(store, WorkflowStatus.COMPLETE, result == null ? null : Json.write(result), null);
        } catch (Halt halt) {
            if (halt.getCause() instanceof SQLException fault) {
                LOG.warnf("object=%s is interrupted by the database and comes again: %s", key, fault.getMessage());
            }
            return halt.next();
        } catch (StepFailedException e) {
            return end(store, WorkflowStatus.FAILED, null, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "object=%s failed because its workflow %s is faulty", key, workflow.type());
            return end(store, WorkflowStatus.FAILED, null, "an internal error");
        }
    }

    private static <I> @Nullable Object invoke(Workflow<I> workflow, Steps steps, String input) {
        return workflow.run(steps, Json.read(input, workflow.inputType()));
    }

    private Next end(StepStore store, WorkflowStatus status, @Nullable String result, @Nullable String error)
            throws SQLException {
        boolean ended = TenantConnections.inTenant(dataSource, store.key().tenant(), connection -> {
            if (!WorkflowTable.end(connection, store.key(), store.run(), status, result, error, clock.instant())) {
                return false;
            }
            journal.instanceBecame(connection, store.key(), store.type(), status);
            return true;
        });
        if (!ended) {
            return new Next.TakenOver();
        }
        metrics.counter("atrium.workflows.ended", "type", store.type(), "status", status.label())
                .increment();
        return new Next.Finished();
    }
}
