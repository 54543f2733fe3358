package dev.atrium.jobs.team;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/// Teams of an organisation that was deleted, who was in them and where they had a role, are forgotten after a while.
@ApplicationScoped
class TeamEstate implements Estate {

    private static final int CHUNK = 500;

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        return TeamTable.forgetSome(connection, tenant, CHUNK);
    }
}
