package dev.atrium.jobs.worker;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/// Workers of an organisation that was deleted, whose jobs are cancelled, go after a while, with their
/// secrets.
@ApplicationScoped
class WorkerEstate implements Estate {

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        return WorkerTable.deleteAll(connection, tenant);
    }
}
