package dev.atrium.room.http;

import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// The document that a room's TinyBase clients share, by HTTP (RM-8).
@Path("/api/rooms/{id}/document")
final class DocumentResource {

    private final CurrentCaller callers;
    private final PastReader reader;

    DocumentResource(CurrentCaller callers, PastReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Tells what the room's document holds, now or then.
    ///
    /// @param at the sequence number as of which; now if absent
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<DocumentView> get(@PathParam("id") String room, @QueryParam("at") @Nullable String at) {
        return reader.document(callers.get(), room, SpanParameters.at(at));
    }
}
