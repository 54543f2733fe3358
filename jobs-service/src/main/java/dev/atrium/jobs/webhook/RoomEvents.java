package dev.atrium.jobs.webhook;

import dev.atrium.jobs.rooms.RoomListener;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Sends what happens in rooms to those outside who want to know it and may. What a message said that is hidden or
/// deleted is sent to nobody who was not told before.
@ApplicationScoped
public class RoomEvents implements RoomListener {

    private final Dispatch dispatch;
    private final EndpointLane lane;

    RoomEvents(Dispatch dispatch, EndpointLane lane) {
        this.dispatch = dispatch;
        this.lane = lane;
    }

    @Override
    public boolean listens(Connection connection, TenantId tenant) throws SQLException {
        return EndpointTable.isAny(connection, tenant);
    }

    @Override
    public void happened(Connection connection, List<RoomEvent> events) throws SQLException {
        List<PublicEvent> told = events.stream()
                .flatMap(event -> PublicEvents.of(event).stream())
                .toList();
        dispatch.dispatch(connection, events.getFirst().tenant(), told);
        for (RoomEvent event : events) {
            if (event instanceof RoomEvent.MessageHidden || event instanceof RoomEvent.MessageDeleted) {
                RoomEvent.MessageChange gone = (RoomEvent.MessageChange) event;
                EventTable.forget(connection, gone);
            }
        }
    }

    @Override
    public void committed() {
        lane.wake();
    }
}
