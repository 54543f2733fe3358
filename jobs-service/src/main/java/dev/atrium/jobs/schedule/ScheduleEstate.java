package dev.atrium.jobs.schedule;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.jobs.lane.Lane;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Schedules of an organisation that was deleted are paused first, and deleted later.
@ApplicationScoped
class ScheduleEstate implements Estate {

    private static final int CHUNK = 500;

    @Override
    public int end(Connection connection, TenantId tenant) throws SQLException {
        List<String> ids = ScheduleTable.pauseSome(connection, tenant, CHUNK);
        Lane.removeAll(
                connection,
                Schedules.LANE,
                ids.stream().map(id -> new ScheduleKey(tenant, id).toString()).toList());
        return ids.size();
    }

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        return ScheduleTable.deleteSome(connection, tenant, CHUNK);
    }
}
