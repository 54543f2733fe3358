package dev.atrium.room.http;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.chat.Span;
import dev.atrium.room.live.LiveView;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Rooms and their messages by HTTP (RM-1).
@Path("/api/rooms")
final class RoomResource {

    /// What only jobs-service has, for an organisation that was deleted: to delete its rooms, all of them. The gateway
    /// never grants it.
    private static final String DISSOLVE = "rooms:dissolve";

    private final CurrentCaller callers;
    private final RoomMaker maker;
    private final RoomReader reader;
    private final RoomWriter writer;
    private final PastReader past;

    RoomResource(CurrentCaller callers, RoomMaker maker, RoomReader reader, RoomWriter writer, PastReader past) {
        this.callers = callers;
        this.maker = maker;
        this.reader = reader;
        this.writer = writer;
        this.past = past;
    }

    /// Creates a room, which the caller owns.
    ///
    /// @param idempotencyKey your own name of the request, 1 to 128 visible ASCII characters: sent again it
    ///     creates no second room
    @POST
    @PermissionsAllowed("rooms:write")
    @APIResponseSchema(value = RoomView.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was created before, with the same Idempotency-Key")
    public Uni<RestResponse<RoomView>> create(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @NotNull @Valid NewRoom body) {
        return maker.make(callers.get(), body, IdempotencyKey.checked(idempotencyKey))
                .map(RoomResource::created);
    }

    /// Lists the rooms that the caller may read.
    ///
    /// A room is in it once it is checkpointed, which takes some 50 ms.
    ///
    /// @param mine `true`: only those in which the caller is a member
    /// @param kind only those of this kind
    /// @param archived `true`: those that are archived, which are not in the list else
    /// @param order `created`, the default: the newest first; or, with `mine=true`, `activity`: those
    ///     first in which something was done last, as the room's activity has it. A room in which
    ///     something is done meanwhile comes to the first page
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<RoomView>> list(
            @QueryParam("mine") @Nullable String mine,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("archived") @Nullable String archived,
            @QueryParam("order") @Nullable String order,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return reader.rooms(callers.get(), RoomListing.of(mine, kind, archived, order), PageRequest.of(limit, cursor));
    }

    /// Tells about a room.
    ///
    /// @param at the sequence number as of which: how it was described then
    @GET
    @Path("/{id}")
    @PermissionsAllowed("rooms:read")
    public Uni<RoomView> get(@PathParam("id") String id, @QueryParam("at") @Nullable String at) {
        Long then = SpanParameters.at(at);
        return then == null ? reader.room(callers.get(), id) : past.room(callers.get(), id, then);
    }

    /// Changes a room; what is absent stays as it is. Needs the role owner. At once who may not read the
    /// room any more is sent out of it, and an archived one takes nothing new.
    @PATCH
    @Path("/{id}")
    @PermissionsAllowed("rooms:write")
    public Uni<RoomView> change(@PathParam("id") String id, @NotNull @Valid ChangedRoom body) {
        Caller caller = callers.get();
        RoomKey key = RoomReader.key(caller, id);
        return Multi.createFrom()
                .iterable(body.by(caller.actor()))
                .onItem()
                .transformToUniAndConcatenate(change -> writer.change(key, change))
                .onItem()
                .ignoreAsUni()
                .flatMap(_ -> reader.room(caller, id));
    }

    /// Deletes a room for good, with all that was ever in it. Needs the role owner. It is gone when this is
    /// answered: who is in it is sent out. The tenant's default room cannot be deleted.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed({"rooms:write", DISSOLVE})
    public Uni<Void> delete(@PathParam("id") String id) {
        Caller caller = callers.get();
        Wish wish = caller.may(DISSOLVE) ? new Wish.Dissolve() : new Wish.DeleteRoom();
        return writer.change(RoomReader.key(caller, id), new Command.ChangeAccess(caller.actor(), wish));
    }

    /// Tells who is in a room now, who types, and what is locked (RM-3, RM-4).
    ///
    /// @param limit most people to name
    @GET
    @Path("/{id}/live")
    @PermissionsAllowed("rooms:read")
    public Uni<LiveView> live(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return reader.live(callers.get(), id, PageRequest.of(limit, cursor));
    }

    /// Lists messages of a room.
    ///
    /// @param before only messages with a lower sequence number, the newest of them
    /// @param after only messages with a higher sequence number, the oldest of them
    /// @param replyTo only messages that answer the one with this id
    /// @param at the sequence number as of which: what messages said then, with the reactions of then, and
    ///     without counts of answers. What was deleted since stays so
    /// @param ifNoneMatch the `ETag` of an earlier answer, which changes with each event of the room; not with `at`
    @GET
    @Path("/{id}/messages")
    @PermissionsAllowed("rooms:read")
    @APIResponseSchema(value = MessagePage.class, responseCode = "200")
    @APIResponse(responseCode = "304", description = "Nothing has happened in the room since")
    public Uni<RestResponse<MessagePage>> messages(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("replyTo") @Nullable String replyTo,
            @QueryParam("at") @Nullable String at,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        Span span = SpanParameters.span(limit, before, after);
        Caller caller = callers.get();
        Long then = SpanParameters.at(at);
        if (then != null && replyTo != null) {
            throw ProblemException.invalidParameter("at", "cannot be combined with 'replyTo'");
        }
        if (then != null) {
            return past.messages(caller, id, span, then).map(MessagePage::of).map(RestResponse::ok);
        }
        if (replyTo == null) {
            return reader.messages(caller, id, span, ifNoneMatch).map(found -> found.answer(MessagePage::of));
        }
        if (RoomKey.parseId(replyTo).isEmpty()) {
            throw ProblemException.invalidParameter("replyTo", "must be the id of a message");
        }
        return reader.answers(caller, id, replyTo, span, ifNoneMatch).map(found -> found.answer(MessagePage::of));
    }

    /// Sends a message. Answered when it is durable; sent again with the same client id it is answered with the first
    /// message and 200.
    ///
    /// @param idempotencyKey the same as `clientId` in the body
    @POST
    @Path("/{id}/messages")
    @PermissionsAllowed({"rooms:write", "messages:write"})
    @APIResponseSchema(value = MessageView.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was sent before, with the same client id")
    public Uni<RestResponse<MessageView>> post(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid NewMessage body) {
        Caller caller = callers.get();
        if (body.attachment() != null && !caller.may("rooms:attach")) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Attachments need the scope rooms:attach.");
        }
        return writer.post(RoomReader.key(caller, id), body.by(caller.actor(), IdempotencyKey.checked(idempotencyKey)))
                .map(sent -> RestResponse.status(
                        sent.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        MessageView.of(sent.message())));
    }

    private static RestResponse<RoomView> created(RoomMaker.Made made) {
        RoomView room = made.room();
        // As a text, because a URI would be completed with this service's own address, which is private.
        return RestResponse.ResponseBuilder.create(
                        made.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK, room)
                .header(HttpHeaders.LOCATION, "/api/rooms/" + room.id())
                .build();
    }
}
