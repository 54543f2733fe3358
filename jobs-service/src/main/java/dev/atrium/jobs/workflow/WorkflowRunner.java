package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Next;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.jobs.trace.Traces;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs an instance once: calls the workflow's method with the results of the steps that are finished, until it
/// returns, fails or has to wait.
@ApplicationScoped
public class WorkflowRunner {

    private static final Logger LOG = Logger.getLogger(WorkflowRunner.class);
    private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

    private final Runs runs;
    private final StepRuns steps;
    private final Results results;
    private final WorkflowConfig config;
    private final Traces traces;
    private final WorkflowMetrics metrics;
    private final InstantSource clock;

    WorkflowRunner(
            Runs runs,
            StepRuns steps,
            Results results,
            WorkflowConfig config,
            Traces traces,
            WorkflowMetrics metrics,
            InstantSource clock) {
        this.runs = runs;
        this.steps = steps;
        this.results = results;
        this.config = config;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// What a lane does.
    ///
    /// @param wake has what other instances wait for, or were asked to do, take effect at once
    Next run(WorkflowKey key, Lane.Signs signs, Runnable wake) throws Exception {
        Optional<Runs.Run> begun = runs.begin(key);
        if (begun.isEmpty()) {
            return new Next.Settled();
        }
        Runs.Run run = begun.get();
        Course course = new Course(run.steps(), config.maxSteps());
        Next next =
                traces.goOn("workflow " + run.id().type(), run.instance().traceparent(), () -> run(run, course, signs));
        if (run.instance().parentId() != null || course.hasChildren()) {
            wake.run();
        }
        return next;
    }

    private Next run(Runs.Run run, Course course, Lane.Signs signs) throws SQLException {
        try {
            Object result = invoke(
                    run.workflow(), steps.of(run, course, signs), run.instance().input());
            course.end();
            return end(run, new Runs.End(WorkflowStatus.COMPLETE, kept(run, result), null));
        } catch (Halt halt) {
            return halted(run, halt);
        } catch (StoreUnavailableException e) {
            return halted(run, Halt.fault(e));
        } catch (InterruptedException e) {
            return halted(run, Halt.until(clock.instant(), e));
        } catch (StepFailedException | NonRetryableException e) {
            return end(run, failed(e.getMessage()));
        } catch (ChangedWorkflowException e) {
            LOG.errorf("object=%s failed: %s", run.id().key(), e.getMessage());
            return end(run, failed(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "object=%s failed because its workflow %s is faulty",
                    run.id().key(),
                    run.id().type());
            return end(run, failed("an internal error"));
        }
    }

    private StoredResult kept(Runs.Run run, @Nullable Object result) throws SQLException, InterruptedException {
        return result == null
                ? StoredResult.NONE
                : results.keep(run.id().key(), null, results.json(Json.bytes(result)));
    }

    private static <I> @Nullable Object invoke(Workflow<I> workflow, Steps steps, String input) {
        return workflow.run(steps, Json.read(input, workflow.inputType()));
    }

    private static Runs.End failed(@Nullable String reason) {
        return new Runs.End(WorkflowStatus.FAILED, StoredResult.NONE, reason);
    }

    private Next halted(Runs.Run run, Halt halt) throws SQLException {
        return switch (halt.why()) {
            case Halt.Why.Until until -> {
                runs.suspend(run.id(), until.time());
                yield new Next.Settled();
            }
            case Halt.Why.Waiting _, Halt.Why.Replaced _ -> new Next.Settled();
            case Halt.Why.Fault fault -> {
                LOG.warnf(
                        "object=%s is interrupted by a store that is away and comes again: %s",
                        run.id().key(), fault.fault().getMessage());
                yield new Next.At(clock.instant().plus(PAUSE_AFTER_FAULT));
            }
        };
    }

    private Next end(Runs.Run run, Runs.End end) throws SQLException {
        if (runs.end(run.id(), run.instance().parentId(), end)) {
            metrics.ended(run.id().type(), end.status());
        } else {
            // It was told to pause or was replaced meanwhile; nothing is lost, for the next run comes here again.
            LOG.debugf(
                    "object=%s was not ended by run %d, which no longer counts",
                    run.id().key(), run.id().number());
        }
        return new Next.Settled();
    }
}
