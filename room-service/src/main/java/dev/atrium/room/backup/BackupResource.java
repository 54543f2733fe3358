package dev.atrium.room.backup;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.RoomKey;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Tells jobs-service all of a tenant's rooms, for a backup, whoever may read them; and which there are, when all are
/// to go. The gateway has no such routes and grants no such scopes. What is told is what is stored: any node can tell
/// it, of any room.
@Path("/internal/rooms")
@Tag(name = "Internal")
final class BackupResource {

    private final CurrentCaller callers;
    private final BackupStore store;

    BackupResource(CurrentCaller callers, BackupStore store) {
        this.callers = callers;
        this.store = store;
    }

    @GET
    @PermissionsAllowed({"rooms:backup", "rooms:dissolve"})
    @Operation(summary = "List all rooms of the tenant", hidden = true)
    public Uni<Page<RoomHead>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        UUID after = page.after(UUID::fromString).orElse(null);
        return store.rooms(callers.get().tenant(), after, page.limitPlusOne())
                .map(found -> page.cut(found, RoomHead::id))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(BackupResource::unavailable);
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("rooms:backup")
    @Operation(summary = "Tell what a room is and who may do what in it", hidden = true)
    public Uni<RoomHead> get(@PathParam("id") String id) {
        return store.room(key(id))
                .onFailure()
                .transform(BackupResource::unavailable)
                .map(found -> found.orElseThrow(ProblemException::notFound));
    }

    /// @param upTo the last place that is wanted
    @GET
    @Path("/{id}/events")
    @PermissionsAllowed("rooms:backup")
    @Operation(summary = "Tell what happened in a room", hidden = true)
    public Uni<EventPage> events(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("upTo") @Nullable String upTo,
            @QueryParam("limit") @Nullable String limit) {
        long from = after == null ? 0 : Parameters.number("after", after, 0, Long.MAX_VALUE);
        long to = upTo == null ? Long.MAX_VALUE : Parameters.number("upTo", upTo, 0, Long.MAX_VALUE);
        return store.events(key(id), from, to, PageRequest.limit(limit))
                .onFailure()
                .transform(BackupResource::unavailable);
    }

    private RoomKey key(String id) {
        return RoomKey.parse(callers.get().tenant(), id).orElseThrow(ProblemException::notFound);
    }

    private static Throwable unavailable(Throwable failure) {
        return new ProblemException(ProblemType.UNAVAILABLE, "What is stored cannot be read at the moment.", failure);
    }
}
