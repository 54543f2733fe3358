package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
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
import org.jspecify.annotations.Nullable;

/// Who belongs to a room (RM-6). What is changed here is in force at once, also on open sockets.
@Path("/api/rooms/{id}/members")
final class MemberResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final RoomWriter writer;
    private final PastAccessReader past;

    MemberResource(CurrentCaller callers, RoomReader reader, RoomWriter writer, PastAccessReader past) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
        this.past = past;
    }

    /// Lists the members of a room, by subject.
    ///
    /// @param at the sequence number as of which: who was a member then
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<MemberView>> list(
            @PathParam("id") String room,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("at") @Nullable String at) {
        Caller caller = callers.get();
        PageRequest request = PageRequest.of(limit, cursor);
        Long then = SpanParameters.at(at);
        return (then == null ? reader.members(caller, room, request) : past.members(caller, room, then, request))
                .map(page ->
                        new Page<>(page.items().stream().map(MemberView::of).toList(), page.nextCursor()));
    }

    /// Somebody's membership.
    @GET
    @Path("/{subject}")
    @PermissionsAllowed("rooms:read")
    public Uni<MemberView> get(@PathParam("id") String room, @PathParam("subject") String subject) {
        return reader.member(callers.get(), room, subject).map(MemberView::of);
    }

    /// Makes somebody a member, or gives a member another role. Needs the role owner. Sent again it changes nothing.
    ///
    /// @param subject for example `user:0198…` or `key:0198…`
    @PUT
    @Path("/{subject}")
    @PermissionsAllowed("rooms:write")
    public Uni<MemberView> put(
            @PathParam("id") String room, @PathParam("subject") String subject, @NotNull @Valid NewMember body) {
        Caller caller = callers.get();
        return writer.change(RoomReader.key(caller, room), body.by(caller.actor(), Subject.of(subject)))
                .flatMap(_ -> reader.member(caller, room, subject))
                .map(MemberView::of);
    }

    /// Takes a membership away and closes the sockets of who had it, also of somebody who was no member. Needs the role
    /// owner; one's own membership everybody gives back.
    @DELETE
    @Path("/{subject}")
    @PermissionsAllowed("rooms:write")
    public Uni<Void> delete(@PathParam("id") String room, @PathParam("subject") String subject) {
        Caller caller = callers.get();
        return writer.change(
                RoomReader.key(caller, room),
                new Command.ChangeAccess(caller.actor(), new Wish.RemoveMember(Subject.of(subject))));
    }
}
