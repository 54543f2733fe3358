package dev.atrium.jobs.rooms;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Does something about what happens in rooms. Every bean of this type is told by [RoomProjection].
public interface RoomListener {

    /// Whether it would do anything about what happens in rooms of the tenant now. What happens while
    /// it would not is not told, or told later if it happens together with something else.
    boolean listens(Connection connection, TenantId tenant) throws SQLException;

    /// Runs in the transaction in which the events come to count, behind what they say about access
    /// ([Rooms]); so each event is told once, in the room's order. The transaction sees the rooms'
    /// tenant.
    ///
    /// @param events of rooms of one tenant, a few at a time
    /// @throws SQLException if nothing is to count: all of it comes again, and everything behind it
    ///     waits
    void happened(Connection connection, List<RoomEvent> events) throws SQLException;

    /// The transaction was committed.
    default void committed() {}
}
