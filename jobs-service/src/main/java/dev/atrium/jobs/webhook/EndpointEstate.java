package dev.atrium.jobs.webhook;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// Endpoints of an organisation that was deleted, which are disabled as those of whoever has left, go after a while,
/// with their secrets and what was sent to them.
@ApplicationScoped
class EndpointEstate implements Estate {

    private final EndpointLane lane;

    EndpointEstate(EndpointLane lane) {
        this.lane = lane;
    }

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        Set<EndpointKey> kept = EndpointTable.all(connection, tenant);
        for (EndpointKey key : kept) {
            EndpointTable.delete(connection, key);
        }
        lane.ensure(connection, kept);
        return kept.size();
    }
}
