package dev.atrium.room.http.object;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import dev.atrium.room.http.SpanParameters;
import dev.atrium.room.operation.ObjectPath;
import dev.atrium.room.operation.ObjectView;
import dev.atrium.room.operation.Verdict;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One object of a room (RM-5). Its path is a parameter, because the gateway takes no encoded slashes in
/// addresses.
@Path("/api/rooms/{id}/object")
final class ObjectResource {

    private final CurrentCaller callers;
    private final ObjectReader reader;

    ObjectResource(CurrentCaller callers, ObjectReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Tells about an object, as it is now or as it was.
    ///
    /// @param at the sequence number as of which; now if absent
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<ObjectView> get(
            @PathParam("id") String room,
            @QueryParam("path") @Nullable String path,
            @QueryParam("at") @Nullable String at) {
        return reader.object(callers.get(), room, path(path), SpanParameters.at(at));
    }

    /// Lists what an object was, who made it so and when; the newest first.
    @GET
    @Path("/history")
    @PermissionsAllowed("rooms:read")
    public Uni<Page<ObjectView>> history(
            @PathParam("id") String room,
            @QueryParam("path") @Nullable String path,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        long below = page.after(Long::parseLong).orElse(Long.MAX_VALUE);
        return reader.history(callers.get(), room, path(path), page, below);
    }

    static ProblemException problem(Verdict.Refused refused) {
        return new ProblemException(refused.type(), refused.detail(), List.of(refused.fault()), null);
    }

    private static String path(@Nullable String path) {
        String given = path == null ? "" : path;
        ObjectPath.fault(given).ifPresent(fault -> {
            throw ProblemException.invalidParameter("path", fault);
        });
        return given;
    }
}
