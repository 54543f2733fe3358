package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.ShareToken;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Links by which one becomes a member of a room (RM-6). Needs the role owner.
@Path("/api/rooms/{id}/links")
final class LinkResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final RoomWriter writer;
    private final InstantSource clock;

    LinkResource(CurrentCaller callers, RoomReader reader, RoomWriter writer, InstantSource clock) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
        this.clock = clock;
    }

    /// Lists the links by which one can still join, the oldest first, without their tokens.
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<LinkPage> list(@PathParam("id") String room) {
        return reader.owned(callers.get(), room, RoomAccess::links)
                .map(links -> new LinkPage(
                        links.stream().map(link -> LinkView.of(link, null)).toList()));
    }

    /// A link by which one can still join, without its token.
    @GET
    @Path("/{linkId}")
    @PermissionsAllowed("rooms:read")
    public Uni<LinkView> get(@PathParam("id") String room, @PathParam("linkId") String link) {
        String id = id(link);
        return reader.owned(callers.get(), room, (access, now) -> access.openLink(id, now))
                .map(found -> found.map(open -> LinkView.of(open, null)).orElseThrow(ProblemException::notFound));
    }

    /// Makes a link. Its token is in this answer and nowhere else: who has it becomes a member by POST
    /// /api/rooms/{id}/join.
    ///
    /// @param idempotencyKey your own id of the link: sent again it is refused with 409, which names the link, as
    ///     the token cannot be told again
    @POST
    @PermissionsAllowed("rooms:write")
    @APIResponseSchema(value = LinkView.class, responseCode = "201")
    public Uni<RestResponse<LinkView>> make(
            @PathParam("id") String room,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid NewLink body) {
        Caller caller = callers.get();
        String token = ShareToken.next();
        Wish.MakeLink wish = body.by(
                caller.actor(), IdempotencyKey.checked(idempotencyKey), ShareToken.hash(token), clock.instant());
        return writer.change(RoomReader.key(caller, room), new Command.ChangeAccess(caller.actor(), wish))
                .flatMap(_ -> reader.owned(caller, room, (access, _) -> access.link(wish.link())))
                .map(found -> found.map(link -> LinkView.of(link, token)).orElseThrow(ProblemException::notFound))
                .map(link -> RestResponse.status(RestResponse.Status.CREATED, link));
    }

    /// Makes a link useless. Sent again it changes nothing.
    @DELETE
    @Path("/{linkId}")
    @PermissionsAllowed("rooms:write")
    public Uni<Void> revoke(@PathParam("id") String room, @PathParam("linkId") String link) {
        Caller caller = callers.get();
        Wish.RevokeLink wish = new Wish.RevokeLink(id(link));
        return writer.change(RoomReader.key(caller, room), new Command.ChangeAccess(caller.actor(), wish));
    }

    /// As rooms have it.
    private static String id(String link) {
        return RoomKey.parseId(link).orElseThrow(ProblemException::notFound).toString();
    }
}
