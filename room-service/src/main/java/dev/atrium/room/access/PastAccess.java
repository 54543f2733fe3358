package dev.atrium.room.access;

import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A room as it was at an earlier sequence number: how it was described, and who was in it. Without its links.
///
/// @param access as the log said it then
/// @param when that was
public record PastAccess(RoomCreated created, RoomAccess access, Instant when) {

    /// @param events in the order of the log; of those that are about the same, the last one will do
    /// @param when the last thing happened until then
    /// @return empty if the room's creation is not among them
    public static Optional<PastAccess> of(List<RoomEvent> events, Instant when) {
        Optional<RoomCreated> created = events.stream()
                .filter(RoomCreated.class::isInstance)
                .map(RoomCreated.class::cast)
                .findFirst();
        return created.map(first -> new PastAccess(first, folded(first, events), when));
    }

    private static RoomAccess folded(RoomCreated created, List<RoomEvent> events) {
        RoomAccess access = RoomAccess.of(StoredAccess.of(created));
        events.stream()
                .filter(AccessChange.class::isInstance)
                .map(AccessChange.class::cast)
                .forEach(access::apply);
        return access;
    }
}
