package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How one becomes a member of a room by a link (RM-6).
@Path("/api/rooms/{id}/join")
@Tag(name = "Room Resource")
final class JoinResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final RoomWriter writer;

    JoinResource(CurrentCaller callers, RoomReader reader, RoomWriter writer) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
    }

    /// Becomes a member by the token of a link. Repeated it changes nothing, and it never lowers a role. Whatever is
    /// wrong with the link, with the caller or with the room, the answer is the same.
    @POST
    @PermissionsAllowed("rooms:write")
    public Uni<MemberView> join(@PathParam("id") String id, @NotNull @Valid Invitation body) {
        Caller caller = callers.get();
        return writer.change(RoomReader.key(caller, id), body.acceptedBy(caller.actor()))
                .flatMap(_ -> reader.member(caller, id, caller.subject()))
                .map(MemberView::of);
    }
}
