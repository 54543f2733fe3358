package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import java.time.Instant;
import java.util.List;

/// One tenant's instances of [Scenario], as a test handles them.
///
/// @param tenant one that nothing else uses
/// @param id of the instance that is meant where none is named
record Instances(WorkflowEngine engine, Scenario scenario, Database database, String tenant, String id) {

    static Instances fresh(WorkflowEngine engine, Scenario scenario, Database database) {
        return new Instances(
                engine, scenario, database, Api.freshTenant(), Ids.next().toString());
    }

    /// Starts the instance with this method.
    void start(Scenario.Method method) {
        scenario.on(id, method);
        start(Scenario.TYPE, id);
    }

    Started start(String type, String input) {
        Started started = database.transaction(
                tenant,
                connection -> engine.start(connection, new Start(key(id), type, "user:a", new Scenario.Input(input))));
        engine.wake();
        return started;
    }

    Signalled send(String name, String payload) {
        Signalled signalled = database.transaction(
                tenant, connection -> engine.signal(connection, key(id), name, new SentEvent(payload, "user:b", null)));
        engine.wake();
        return signalled;
    }

    Commanded command(Command command) {
        Commanded commanded =
                database.transaction(tenant, connection -> engine.command(connection, key(id), command, "user:boss"));
        engine.wake();
        return commanded;
    }

    /// Has an instance look to all nodes as if the one that runs it had been killed.
    void killNodeOf(String instance) {
        database.update(
                tenant,
                "update execution_workflow set last_heartbeat = ?, version = version + 1 where task_instance = ?",
                Instant.now().minusSeconds(30),
                tenant + "/" + instance);
    }

    WorkflowKey key(String instance) {
        return new WorkflowKey(new TenantId(tenant), instance);
    }

    void awaitStatus(String status) {
        awaitStatus(id, status);
    }

    void awaitStatus(String instance, String status) {
        await().until(() -> column(instance, "status").equals(status));
    }

    String column(String name) {
        return column(id, name);
    }

    String column(String instance, String name) {
        return database.text(
                tenant, "select coalesce(max(" + name + "::text), '') from workflow where id = ?", instance);
    }

    /// The steps as `name status attempts`, in order.
    List<String> steps() {
        return database.transaction(
                tenant,
                connection -> Sql.query(
                        connection,
                        "select name, status, attempts from workflow_step where workflow_id = ? order by position",
                        row -> row.getString("name") + " " + row.getString("status") + " " + row.getInt("attempts"),
                        id));
    }

    /// The transitions as `status step actor`, in order.
    List<String> history() {
        return database.transaction(
                tenant,
                connection -> Sql.query(
                        connection,
                        "select status, step, actor from workflow_history where workflow_id = ? order by sequence",
                        row -> row.getString("status") + " " + row.getString("step") + " " + row.getString("actor"),
                        id));
    }

    /// Waits until no run of any instance is planned: a run that has just ended removes its own a moment later.
    void awaitNoExecution() {
        await().until(() -> database.number(
                        tenant, "select count(*) from execution_workflow where task_instance like ?", tenant + "/%")
                == 0);
    }
}
