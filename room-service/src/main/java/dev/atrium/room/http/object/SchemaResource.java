package dev.atrium.room.http.object;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.Command;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import dev.atrium.room.operation.SchemaReader;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/// What a room's objects must be like (RM-5). It is asked of what is written from then on.
@Path("/api/rooms/{id}/schemas")
final class SchemaResource {

    private final CurrentCaller callers;
    private final ObjectReader reader;
    private final RoomWriter writer;

    SchemaResource(CurrentCaller callers, ObjectReader reader, RoomWriter writer) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
    }

    /// Lists the schemas of a room, at most 50.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<SchemaView>> list(@PathParam("id") String room) {
        return reader.schemas(callers.get(), room).map(schemas -> new Page<>(schemas, null));
    }

    /// Tells a schema.
    @GET
    @Path("/{name}")
    @PermissionsAllowed("rooms:read")
    public Uni<SchemaView> get(@PathParam("id") String room, @PathParam("name") String name) {
        return reader.schema(callers.get(), room, name);
    }

    /// Says what some objects must be like, which only the room's owner may. Sent again it changes nothing.
    ///
    /// @param name lower-case letters, digits and hyphens, at most 64
    @PUT
    @Path("/{name}")
    @PermissionsAllowed("rooms:write")
    public Uni<SchemaView> put(
            @PathParam("id") String room, @PathParam("name") String name, @NotNull @Valid NewSchema body) {
        if (!SchemaReader.isName(name)) {
            throw ProblemException.invalidParameter(
                    "name", "must be lower-case letters, digits and hyphens, at most 64");
        }
        Caller caller = callers.get();
        ObjectSchema schema = body.read();
        return writer.set(RoomReader.key(caller, room), new Command.SetSchema(caller.actor(), name, schema))
                .map(_ -> SchemaView.of(name, schema));
    }

    /// Takes back what some objects must be like, which only the room's owner may. Sent again it changes
    /// nothing.
    @DELETE
    @Path("/{name}")
    @PermissionsAllowed("rooms:write")
    public Uni<Void> delete(@PathParam("id") String room, @PathParam("name") String name) {
        Caller caller = callers.get();
        return writer.set(RoomReader.key(caller, room), new Command.SetSchema(caller.actor(), name, null));
    }
}
