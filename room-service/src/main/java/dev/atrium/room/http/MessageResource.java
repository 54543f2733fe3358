package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Emoji;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.RoomKey;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What may happen to a message by HTTP (RM-14). Every answer is the message as it is then.
@Path("/api/rooms/{id}/messages/{messageId}")
final class MessageResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final PastReader past;
    private final RoomWriter writer;

    MessageResource(CurrentCaller callers, RoomReader reader, PastReader past, RoomWriter writer) {
        this.callers = callers;
        this.reader = reader;
        this.past = past;
        this.writer = writer;
    }

    /// Tells about a message. What the moderation has hidden shows its content to its sender and the room's owners
    /// only.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<MessageView> get(@PathParam("id") String room, @PathParam("messageId") String message) {
        return reader.message(callers.get(), room, id(message));
    }

    /// Lists what a message said, and from when on; the newest first. Who wrote it is its sender. Nothing
    /// of a deleted one, and of a hidden one only for its sender and the room's owners.
    @GET
    @Path("/history")
    @PermissionsAllowed("rooms:read")
    public Uni<Page<MessageVersion>> history(
            @PathParam("id") String room,
            @PathParam("messageId") String message,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        long below = page.after(Long::parseLong).orElse(Long.MAX_VALUE);
        return past.versions(callers.get(), room, id(message), page, below);
    }

    /// Writes a message anew, which only its sender may. Sent again it changes nothing.
    ///
    /// @param idempotencyKey your own id of the edit: by it a repetition is known also after later edits
    @PATCH
    @PermissionsAllowed({"rooms:write", "messages:write"})
    public Uni<MessageView> edit(
            @PathParam("id") String room,
            @PathParam("messageId") String message,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid EditedMessage body) {
        return change(room, body.by(callers.get().actor(), id(message), IdempotencyKey.checked(idempotencyKey)));
    }

    /// Deletes a message, which only its sender and the room's owner may. It stays in lists, without
    /// content, so that answers to it have something to refer to; sent again it changes nothing.
    @DELETE
    @PermissionsAllowed({"rooms:write", "messages:write"})
    public Uni<MessageView> delete(@PathParam("id") String room, @PathParam("messageId") String message) {
        return change(room, new Command.Delete(callers.get().actor(), id(message)));
    }

    /// Reacts to a message. Sent again it changes nothing.
    ///
    /// @param emoji one emoji or a short name such as `thumbs-up`
    @PUT
    @Path("/reactions/{emoji}")
    @PermissionsAllowed({"rooms:write", "messages:write"})
    public Uni<MessageView> react(
            @PathParam("id") String room, @PathParam("messageId") String message, @PathParam("emoji") String emoji) {
        return react(room, message, emoji, true);
    }

    /// Takes a reaction back. Sent again it changes nothing.
    @DELETE
    @Path("/reactions/{emoji}")
    @PermissionsAllowed({"rooms:write", "messages:write"})
    public Uni<MessageView> unreact(
            @PathParam("id") String room, @PathParam("messageId") String message, @PathParam("emoji") String emoji) {
        return react(room, message, emoji, false);
    }

    /// Asks the room's moderators to look at a message, which stays as it is until they, or their rules, decide.
    /// Nobody else learns of it; sent again it changes nothing.
    @POST
    @Path("/report")
    @PermissionsAllowed("rooms:read")
    @ResponseStatus(RestResponse.StatusCode.ACCEPTED)
    @APIResponse(responseCode = "202", description = "The moderators will hear of it, or need not")
    public Uni<Void> report(
            @PathParam("id") String room, @PathParam("messageId") String message, @NotNull @Valid NewReport body) {
        Caller caller = Somebody.of(callers.get());
        return writer.report(RoomReader.key(caller, room), body.by(caller.actor(), id(message)));
    }

    private Uni<MessageView> react(String room, String message, String emoji, boolean reacted) {
        Emoji.fault(emoji).ifPresent(fault -> {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The emoji " + fault + ".");
        });
        return change(room, new Command.React(callers.get().actor(), id(message), emoji, reacted));
    }

    private Uni<MessageView> change(String room, Command.Change change) {
        return writer.change(RoomReader.key(callers.get(), room), change).map(MessageView::of);
    }

    /// @throws ProblemException `not-found` if there can be no message of this id
    static String id(String message) {
        return RoomKey.parseId(message).orElseThrow(ProblemException::notFound).toString();
    }
}
