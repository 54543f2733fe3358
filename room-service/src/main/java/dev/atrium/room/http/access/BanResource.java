package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.http.PastAccessReader;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import dev.atrium.room.http.SpanParameters;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Who must not enter a room (RM-6). Needs the role owner.
@Path("/api/rooms/{id}/bans")
final class BanResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final RoomWriter writer;
    private final PastAccessReader past;
    private final InstantSource clock;

    BanResource(
            CurrentCaller callers, RoomReader reader, RoomWriter writer, PastAccessReader past, InstantSource clock) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
        this.past = past;
        this.clock = clock;
    }

    /// Lists the bans that are in force, by subject.
    ///
    /// @param at the sequence number as of which: which were in force then
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<BanView>> list(
            @PathParam("id") String room,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("at") @Nullable String at) {
        Caller caller = callers.get();
        PageRequest request = PageRequest.of(limit, cursor);
        Long then = SpanParameters.at(at);
        return (then == null
                        ? reader.owned(caller, room, (access, now) -> access.bans(request, now))
                        : past.bans(caller, room, then, request))
                .map(page -> new Page<>(page.items().stream().map(BanView::of).toList(), page.nextCursor()));
    }

    /// The ban of somebody, while it is in force.
    @GET
    @Path("/{subject}")
    @PermissionsAllowed("rooms:read")
    public Uni<BanView> get(@PathParam("id") String room, @PathParam("subject") String subject) {
        return ban(callers.get(), room, subject);
    }

    /// Bans somebody, who is no member any more and whose sockets are closed. Sent again it changes nothing.
    @PUT
    @Path("/{subject}")
    @PermissionsAllowed("rooms:write")
    public Uni<BanView> put(
            @PathParam("id") String room, @PathParam("subject") String subject, @NotNull @Valid NewBan body) {
        Caller caller = callers.get();
        return writer.change(
                        RoomReader.key(caller, room), body.by(caller.actor(), Subject.of(subject), clock.instant()))
                .flatMap(_ -> ban(caller, room, subject));
    }

    /// Takes a ban back. Sent again it changes nothing.
    @DELETE
    @Path("/{subject}")
    @PermissionsAllowed("rooms:write")
    public Uni<Void> delete(@PathParam("id") String room, @PathParam("subject") String subject) {
        Caller caller = callers.get();
        return writer.change(
                RoomReader.key(caller, room),
                new Command.ChangeAccess(caller.actor(), new Wish.LiftBan(Subject.of(subject))));
    }

    private Uni<BanView> ban(Caller caller, String room, String subject) {
        return reader.owned(caller, room, (access, now) -> access.ban(subject, now))
                .map(found -> found.map(BanView::of).orElseThrow(ProblemException::notFound));
    }
}
