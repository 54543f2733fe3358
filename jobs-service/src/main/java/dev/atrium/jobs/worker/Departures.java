package dev.atrium.jobs.worker;

import dev.atrium.jobs.members.LeaveListener;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Who has left an organisation is sent nothing of it any more.
@ApplicationScoped
class Departures implements LeaveListener {

    @Override
    public void left(Connection connection, TenantId tenant, String subject, Instant at) throws SQLException {
        WorkerTable.ownerLeft(connection, tenant, subject, at);
    }

    @Override
    public void allLeft(Connection connection, TenantId tenant, Instant at) throws SQLException {
        WorkerTable.allLeft(connection, tenant, at);
    }
}
