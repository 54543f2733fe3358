package dev.atrium.jobs.workflow;

import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Starts what is asked for by requests: those that come at the same time are one transaction.
@ApplicationScoped
class Starts {

    private final DataSource dataSource;
    private final Starter starter;
    private final Workflows engine;
    private final Together<StartTable.New, Started> together = new Together<>(this::startAll);

    Starts(DataSource dataSource, Starter starter, Workflows engine) {
        this.dataSource = dataSource;
        this.starter = starter;
        this.engine = engine;
    }

    /// As [Workflows#start], in a transaction that is committed when this returns.
    ///
    /// @throws dev.atrium.platform.problem.ProblemException `unavailable` if too many wait already
    Started start(Start start) throws SQLException {
        StartTable.New wanted = starter.wanted(start, null, TraceContext.current());
        return together.request(wanted);
    }

    private List<Started> startAll(List<StartTable.New> all) throws SQLException {
        // In the order of tenants, so that two such transactions do not wait for each other's limits.
        Map<String, List<StartTable.New>> byTenant = new TreeMap<>();
        for (StartTable.New one : all) {
            byTenant.computeIfAbsent(one.start().key().tenant().value(), _ -> new ArrayList<>())
                    .add(one);
        }
        IdentityHashMap<StartTable.New, Started> answers = TenantConnections.inTransaction(dataSource, connection -> {
            IdentityHashMap<StartTable.New, Started> given = new IdentityHashMap<>();
            for (Map.Entry<String, List<StartTable.New>> some : byTenant.entrySet()) {
                TenantId tenant = new TenantId(some.getKey());
                TenantConnections.enter(connection, tenant);
                List<Started> started = starter.startAll(connection, tenant, some.getValue());
                for (int i = 0; i < started.size(); i++) {
                    given.put(some.getValue().get(i), started.get(i));
                }
            }
            return given;
        });
        engine.wake();
        return all.stream().map(one -> Objects.requireNonNull(answers.get(one))).toList();
    }
}
