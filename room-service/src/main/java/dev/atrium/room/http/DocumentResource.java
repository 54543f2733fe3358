package dev.atrium.room.http;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import dev.atrium.room.tinybase.StoredLeaf;
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

    /// Lists what a cell or a value of the document was, who made it so and when; the newest first.
    ///
    /// @param path a JSON array, as the room's activity has it as `subject`: `["t", table, row, cell]`, or
    ///     `["v", value]`
    @GET
    @Path("/history")
    @PermissionsAllowed("rooms:read")
    public Uni<Page<DocumentVersion>> history(
            @PathParam("id") String room,
            @QueryParam("path") @Nullable String path,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        long below = page.after(Long::parseLong).orElse(Long.MAX_VALUE);
        return reader.leaf(callers.get(), room, path(path), page, below);
    }

    private static String path(@Nullable String path) {
        return StoredLeaf.pathOfLeaf(path == null ? "" : path)
                .orElseThrow(() -> ProblemException.invalidParameter(
                        "path", "must be [\"t\", table, row, cell] or [\"v\", value]"));
    }
}
