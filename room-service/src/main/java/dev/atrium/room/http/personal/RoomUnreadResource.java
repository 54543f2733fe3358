package dev.atrium.room.http.personal;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.room.checkpoint.Unread;
import dev.atrium.room.http.Somebody;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/// What the caller has not read of a room (RM-14).
@Path("/api/rooms/{id}/unread")
final class RoomUnreadResource {

    private final CurrentCaller callers;
    private final UnreadReader reader;

    RoomUnreadResource(CurrentCaller callers, UnreadReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Tells how much there is to read in a room, and up to where the caller has read.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Unread> unread(@PathParam("id") String room) {
        return reader.inRoom(Somebody.of(callers.get()), room);
    }
}
