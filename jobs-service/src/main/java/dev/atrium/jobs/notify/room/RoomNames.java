package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What rooms are called, as far as the room log was read.
public final class RoomNames {

    private RoomNames() {}

    /// The connection's transaction sees the tenant.
    public static Optional<String> find(Connection connection, TenantId tenant, String room) throws SQLException {
        return KnownTable.room(connection, tenant, room).map(KnownRoom::name);
    }
}
