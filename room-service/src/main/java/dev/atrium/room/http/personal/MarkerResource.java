package dev.atrium.room.http.personal;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.room.chat.Command;
import dev.atrium.room.checkpoint.Unread;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import dev.atrium.room.http.Somebody;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/// Up to where the caller has read a room (RM-14).
@Path("/api/rooms/{id}/marker")
final class MarkerResource {

    private final CurrentCaller callers;
    private final UnreadReader reader;
    private final RoomWriter writer;

    MarkerResource(CurrentCaller callers, UnreadReader reader, RoomWriter writer) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
    }

    /// Moves the caller's marker, which only goes forward; answered when that is durable, with what is
    /// left to read. What many people have read becomes one event a second: the answer may take that
    /// long.
    @PUT
    @PermissionsAllowed("rooms:read")
    public Uni<Unread> mark(@PathParam("id") String room, @NotNull @Valid NewMarker body) {
        Caller caller = Somebody.of(callers.get());
        return writer.mark(RoomReader.key(caller, room), new Command.MarkRead(caller.actor(), body.upTo()))
                .flatMap(_ -> reader.inRoom(caller, room));
    }
}
