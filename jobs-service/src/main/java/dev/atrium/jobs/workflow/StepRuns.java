package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Lane;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Makes the steps of a run.
@ApplicationScoped
class StepRuns {

    private final DataSource dataSource;
    private final Journal journal;
    private final SharedSteps shared;
    private final InstantSource clock;
    private final Starter starter;
    private final Control control;
    private final Results results;
    private final WorkflowMetrics metrics;
    private final WorkflowConfig config;

    StepRuns(
            DataSource dataSource,
            Journal journal,
            SharedSteps shared,
            InstantSource clock,
            Starter starter,
            Control control,
            Results results,
            WorkflowMetrics metrics,
            WorkflowConfig config) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.shared = shared;
        this.clock = clock;
        this.starter = starter;
        this.control = control;
        this.results = results;
        this.metrics = metrics;
        this.config = config;
    }

    /// For the calling thread.
    Steps of(Runs.Run run, Course course, Lane.Signs signs) {
        StepStore store = new StepStore(dataSource, journal, shared, clock, run.id());
        Load load = new Load(config.maxResults().asLongValue());
        Attempts attempts = new Attempts(store, results, load, metrics, run.isTransition(), signs);
        Waits waits = new Waits(
                store,
                results,
                load,
                starter,
                control,
                config.maxSleep(),
                run.instance().subject());
        return StepRun.of(course, attempts, waits, config.stepPolicy());
    }
}
