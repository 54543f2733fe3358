package dev.atrium.room.http.personal;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Page;
import dev.atrium.room.checkpoint.Activity;
import dev.atrium.room.checkpoint.ActivityStore.Place;
import dev.atrium.room.http.ActivityReader;
import dev.atrium.room.http.Somebody;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// What the caller did, wherever it was (RM-15).
@Path("/api/me/activity")
final class MyActivityResource {

    private final CurrentCaller callers;
    private final ActivityReader reader;

    MyActivityResource(CurrentCaller callers, ActivityReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Lists what the caller did in rooms that it may still read, newest first, without the texts of messages.
    ///
    /// It is in the list once it is checkpointed, which takes some 50 ms.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<Activity>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        Caller caller = Somebody.of(callers.get());
        PageRequest page = PageRequest.of(limit, cursor);
        Place behind = page.after(Place::parse).orElse(Place.START);
        return reader.of(caller, behind, page.limitPlusOne())
                .map(found -> page.cut(found, activity -> Place.of(activity).toString()));
    }
}
