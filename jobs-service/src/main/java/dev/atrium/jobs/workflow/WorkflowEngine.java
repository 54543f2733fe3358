package dev.atrium.jobs.workflow;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.lane.Next;
import dev.atrium.platform.identity.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs workflows on a [Lane]: an instance is one execution, which comes again and again until the instance has
/// ended.
@ApplicationScoped
public class WorkflowEngine implements Workflows {

    /// The lane of all workflows.
    static final String LANE = "workflow";

    private final Lanes lanes;
    private final WorkflowConfig config;
    private final WorkflowTypes types;
    private final WorkflowRunner runner;
    private final Starter starter;
    private final Control control;
    private volatile @Nullable Lane lane;

    WorkflowEngine(
            Lanes lanes,
            WorkflowConfig config,
            WorkflowTypes types,
            WorkflowRunner runner,
            Starter starter,
            Control control) {
        this.lanes = lanes;
        this.config = config;
        this.types = types;
        this.runner = runner;
        this.starter = starter;
        this.control = control;
    }

    void start(@Observes StartupEvent event) {
        lane = lanes.open(
                Lane.Kind.byTurns(LANE, config.concurrency(), config.concurrencyOfATenant(), types.concurrency()),
                this::run);
    }

    /// What the lane does: one run.
    Next run(String execution, Lane.Signs signs) throws Exception {
        return runner.run(WorkflowKey.parse(execution), signs, this::wake);
    }

    @Override
    public Started start(Connection connection, Start start) throws SQLException {
        return starter.start(connection, start, null);
    }

    @Override
    public Signalled signal(Connection connection, WorkflowKey key, String name, SentEvent event) throws SQLException {
        return control.signal(connection, key, name, event);
    }

    @Override
    public Optional<String> owner(Connection connection, WorkflowKey key) throws SQLException {
        return WorkflowTable.find(connection, key).map(WorkflowView::subject);
    }

    @Override
    public Commanded command(Connection connection, WorkflowKey key, Command command, String actor)
            throws SQLException {
        return control.command(connection, key, command, actor);
    }

    @Override
    public Optional<Workflow<?>> newest(String type) {
        return types.newest(type);
    }

    @Override
    public List<WorkflowFigures> figures(Connection connection, @Nullable TenantId tenant) throws SQLException {
        return tenant == null ? FiguresTable.installation(connection) : FiguresTable.all(connection, tenant);
    }

    @Override
    public Ended<EndedWorkflows> ended(Connection connection, @Nullable TenantId tenant) throws SQLException {
        return EndedTable.read(connection, tenant == null ? null : tenant.value());
    }

    @Override
    public void wake() {
        Lane open = lane;
        if (open != null) {
            open.wake();
        }
    }
}
