package dev.atrium.room.http;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.Span;
import dev.atrium.room.chat.Text;
import dev.atrium.room.checkpoint.ActivityStore;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was done in a room (RM-15).
@Path("/api/rooms/{id}/activity")
final class RoomActivityResource {

    /// As long as the path of a document's cell may be.
    private static final int ABOUT_MAX = 4_000;

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z-]{0,49}");

    private final CurrentCaller callers;
    private final ActivityReader reader;

    RoomActivityResource(CurrentCaller callers, ActivityReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    /// Lists what was done in a room, newest first, without the texts of messages.
    ///
    /// It is in the list once it is checkpointed, which takes some 50 ms.
    ///
    /// @param before only what has a lower sequence number, the newest of it
    /// @param after only what has a higher sequence number, the oldest of it
    /// @param actor only what this one did, by subject
    /// @param type only this, for example `message-edited`
    /// @param about only what was about this, as `subject` has it: a message's id, an object's path, whose
    ///     membership it is
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<ActivityPage> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("type") @Nullable String type,
            @QueryParam("about") @Nullable String about) {
        Span span = SpanParameters.span(limit, before, after);
        return reader.inRoom(callers.get(), id, span, filter(actor, type, about))
                .map(found -> ActivityPage.of(span, found));
    }

    private static ActivityStore.Filter filter(@Nullable String actor, @Nullable String type, @Nullable String about) {
        if (actor != null) {
            Text.fault(actor, Text.ACTOR_MAX).ifPresent(fault -> {
                throw ProblemException.invalidParameter("actor", fault);
            });
        }
        if (type != null && !TYPE.matcher(type).matches()) {
            throw ProblemException.invalidParameter("type", "must be a type as the list has it");
        }
        if (about != null) {
            Text.fault(about, ABOUT_MAX).ifPresent(fault -> {
                throw ProblemException.invalidParameter("about", fault);
            });
        }
        return new ActivityStore.Filter(actor, type, about);
    }
}
