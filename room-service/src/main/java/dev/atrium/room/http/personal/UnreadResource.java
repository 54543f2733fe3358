package dev.atrium.room.http.personal;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Page;
import dev.atrium.room.checkpoint.Unread;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.Somebody;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the caller has not read yet, wherever it is (RM-14).
@Path("/api/unread")
final class UnreadResource {

    private final CurrentCaller callers;
    private final UnreadReader reader;

    UnreadResource(CurrentCaller callers, UnreadReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Lists how much there is to read in each room that the caller owns or has read before, newest room first.
    ///
    /// What happens is counted once it is checkpointed, which takes some 50 ms.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<Unread>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        Caller caller = Somebody.of(callers.get());
        PageRequest page = PageRequest.of(limit, cursor);
        UUID below = page.after(RoomReader::idInCursor).orElse(null);
        return reader.ofAll(caller, below, page.limitPlusOne()).map(found -> page.cut(found, Unread::roomId));
    }
}
