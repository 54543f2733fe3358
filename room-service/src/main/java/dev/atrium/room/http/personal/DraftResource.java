package dev.atrium.room.http.personal;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import dev.atrium.room.http.Somebody;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/// What the caller has not sent yet (RM-12). Nobody else can see it.
@Path("/api/rooms/{id}/drafts")
final class DraftResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final RoomWriter writer;

    DraftResource(CurrentCaller callers, RoomReader reader, RoomWriter writer) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
    }

    /// Lists the caller's drafts in a room, newest first: at most 20.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<DraftView.Drafts> list(@PathParam("id") String room) {
        return drafts(room).map(DraftView.Drafts::of);
    }

    /// Tells the caller's draft of a key.
    @GET
    @Path("/{key}")
    @PermissionsAllowed("rooms:read")
    public Uni<DraftView> get(@PathParam("id") String room, @PathParam("key") String key) {
        return drafts(room)
                .map(found -> found.stream()
                        .filter(draft -> draft.key().equals(key))
                        .map(DraftView::of)
                        .findFirst()
                        .orElseThrow(ProblemException::notFound));
    }

    /// Saves a draft in place of what it was; answered when it is durable. Of more than 20 drafts in a room those that
    /// were saved last stay.
    ///
    /// @param key your own name for it, for example the id of the message that it answers
    @PUT
    @Path("/{key}")
    @PermissionsAllowed({"rooms:write", "messages:write"})
    public Uni<DraftView> save(
            @PathParam("id") String room, @PathParam("key") String key, @NotNull @Valid NewDraft body) {
        return save(room, key, body.validContent()).map(DraftView::of);
    }

    /// Ends a draft, if there is one.
    @DELETE
    @Path("/{key}")
    @PermissionsAllowed({"rooms:write", "messages:write"})
    public Uni<Void> delete(@PathParam("id") String room, @PathParam("key") String key) {
        return save(room, key, "").replaceWithVoid();
    }

    private Uni<List<Draft>> drafts(String room) {
        return reader.drafts(Somebody.of(callers.get()), room);
    }

    private Uni<DraftSaved> save(String room, String key, String content) {
        Caller caller = Somebody.of(callers.get());
        Draft.keyFault(key).ifPresent(fault -> {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The key " + fault + ".");
        });
        return writer.save(RoomReader.key(caller, room), new Command.SaveDraft(caller.actor(), key, content));
    }
}
