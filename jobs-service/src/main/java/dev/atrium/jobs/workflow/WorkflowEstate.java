package dev.atrium.jobs.workflow;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.jobs.dissolution.Round;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Instances of an organisation that was deleted are cancelled. What they were about is forgotten later, and they
/// themselves as all that have ended are: some stay, so that nothing begins again that is told once more.
@ApplicationScoped
class WorkflowEstate implements Estate {

    private static final int CHUNK = 50;

    private final Control control;
    private final Results results;
    private final Round<String> ended = new Round<>("");

    WorkflowEstate(Control control, Results results) {
        this.control = control;
        this.results = results;
    }

    @Override
    public int end(Connection connection, TenantId tenant) throws SQLException {
        List<WorkflowKey> open = WorkflowTable.open(connection, tenant, CHUNK);
        for (WorkflowKey key : open) {
            // Refused where it has ended meanwhile, or with its parent, which is as good.
            control.command(connection, key, new Command.Cancel(), ACTOR);
        }
        return open.size();
    }

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        return ended.next(tenant, last -> WorkflowTable.empty(connection, tenant, last, CHUNK));
    }

    @Override
    public void clear(TenantId tenant) throws InterruptedException {
        results.delete(tenant);
    }
}
