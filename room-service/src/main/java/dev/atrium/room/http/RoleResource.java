package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Tells other services of the suite what the caller may do in a room: its role there, within what its
/// credential allows. They ask on behalf of somebody, before they do something in the room by themselves.
/// The gateway has no such route.
@Path("/internal/rooms/{id}/role")
@Tag(name = "Internal")
final class RoleResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final InstantSource clock;

    RoleResource(CurrentCaller callers, RoomReader reader, InstantSource clock) {
        this.callers = callers;
        this.reader = reader;
        this.clock = clock;
    }

    /// What somebody may do in a room.
    record RoleView(Role role) {}

    /// 404 for who may not even know of the room.
    @GET
    @PermissionsAllowed("rooms:read")
    @Operation(summary = "Tell the caller's role in a room", hidden = true)
    public Uni<RoleView> get(@PathParam("id") String id) {
        Caller caller = callers.get();
        return reader.look(caller, RoomReader.key(caller, id), room -> room.roleOf(caller, clock.instant()))
                .map(role -> new RoleView(role.orElseThrow(ProblemException::notFound)));
    }
}
