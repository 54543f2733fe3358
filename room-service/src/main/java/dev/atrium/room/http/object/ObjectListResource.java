package dev.atrium.room.http.object;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.http.SpanParameters;
import dev.atrium.room.operation.ObjectPath;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// A room's objects together (RM-5).
@Path("/api/rooms/{id}/objects")
final class ObjectListResource {

    private final CurrentCaller callers;
    private final ObjectReader reader;

    ObjectListResource(CurrentCaller callers, ObjectReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Lists a room's objects by path, as they are now or as they were.
    ///
    /// @param prefix only objects whose paths begin with this
    /// @param at the sequence number as of which; now if absent
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<ObjectPage> list(
            @PathParam("id") String room,
            @QueryParam("prefix") @Nullable String prefix,
            @QueryParam("at") @Nullable String at,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String begin = prefix == null ? "" : prefix;
        ObjectPath.prefixFault(begin).ifPresent(fault -> {
            throw ProblemException.invalidParameter("prefix", fault);
        });
        PageRequest page = PageRequest.of(limit, cursor);
        return reader.list(callers.get(), room, begin, page, SpanParameters.at(at));
    }
}
