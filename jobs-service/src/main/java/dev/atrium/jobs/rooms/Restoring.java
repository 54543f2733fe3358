package dev.atrium.jobs.rooms;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which of some events happened while the history of their room was brought back from a backup: they
/// are of before, and no news.
public final class Restoring {

    private final Set<String> goingOn;
    private final Map<String, Long> ends;

    private Restoring(Set<String> goingOn, Map<String, Long> ends) {
        this.goingOn = goingOn;
        this.ends = ends;
    }

    /// In the connection's transaction, which sees the rooms' tenant, and in which these events say
    /// already who may read the rooms.
    ///
    /// @param events at least one; all of one tenant
    public static Restoring among(Connection connection, List<RoomEvent> events) throws SQLException {
        TenantId tenant = events.getFirst().tenant();
        Set<String> rooms = events.stream().map(RoomEvent::room).collect(Collectors.toSet());
        Set<String> goingOn = Rooms.owners(connection, tenant, rooms, Instant.EPOCH).entrySet().stream()
                .filter(room -> room.getValue().contains(Restorer.SUBJECT))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Map<String, Long> ends = new HashMap<>();
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.MemberRemoved removed
                    && removed.subject().equals(Restorer.SUBJECT)) {
                ends.put(event.room(), event.sequence());
            }
        }
        return new Restoring(goingOn, ends);
    }

    /// Whether the event, one of those, is of before; also the one that ends it.
    public boolean meanwhile(RoomEvent event) {
        return goingOn.contains(event.room()) || event.sequence() <= ends.getOrDefault(event.room(), 0L);
    }
}
