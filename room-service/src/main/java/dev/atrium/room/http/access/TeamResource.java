package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
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

/// Teams of the organisation that have a role in a room (RM-6): who is in one of them is a member of the room, with
/// that
/// role at least, from when it joins the team until it leaves it.
@Path("/api/rooms/{id}/teams")
final class TeamResource {

    private final CurrentCaller callers;
    private final RoomReader reader;
    private final RoomWriter writer;
    private final TeamMembers members;
    private final PastAccessReader past;

    TeamResource(
            CurrentCaller callers, RoomReader reader, RoomWriter writer, TeamMembers members, PastAccessReader past) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
        this.members = members;
        this.past = past;
    }

    /// Lists the teams that have a role in a room, by id.
    ///
    /// @param at the sequence number as of which: which had one then
    @GET
    @PermissionsAllowed("rooms:read")
    public Uni<Page<TeamView>> list(
            @PathParam("id") String room,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("at") @Nullable String at) {
        Caller caller = callers.get();
        PageRequest request = PageRequest.of(limit, cursor);
        Long then = SpanParameters.at(at);
        return (then == null ? reader.teams(caller, room, request) : past.teams(caller, room, then, request))
                .map(page -> new Page<>(page.items().stream().map(TeamView::of).toList(), page.nextCursor()));
    }

    /// Gives a team a role, or another one. Needs the role owner. Those who are in the team are members a moment later;
    /// those who are in the room by it already have the role when this is answered. Sent again it changes nothing.
    ///
    /// @param team the id of a team of the organisation; its name is told once it is known that there is one
    @PUT
    @Path("/{team}")
    @PermissionsAllowed("rooms:write")
    public Uni<TeamView> put(
            @PathParam("id") String room, @PathParam("team") String team, @NotNull @Valid NewTeamRole body) {
        Caller caller = callers.get();
        String id = id(team);
        return change(caller, room, id, new Wish.PutTeam(id, body.role()))
                .flatMap(_ -> reader.look(
                        caller,
                        RoomReader.key(caller, room),
                        found -> found.access().team(id)))
                .map(found -> found.map(TeamView::of).orElseThrow(ProblemException::notFound));
    }

    /// Takes a team's role away. Needs the role owner. Who was in the room by it alone is no member any more when this
    /// is answered, and its sockets are closed unless everybody may be there. Sent again it changes nothing.
    @DELETE
    @Path("/{team}")
    @PermissionsAllowed("rooms:write")
    public Uni<Void> delete(@PathParam("id") String room, @PathParam("team") String team) {
        String id = id(team);
        return change(callers.get(), room, id, new Wish.RemoveTeam(id));
    }

    /// Who is cut off in between sends it again, or jobs-service does the rest.
    private Uni<Void> change(Caller caller, String room, String team, Wish wish) {
        RoomKey key = RoomReader.key(caller, room);
        return writer.change(key, new Command.ChangeAccess(caller.actor(), wish))
                .flatMap(_ -> members.align(key, team));
    }

    /// As events have it.
    private static String id(String team) {
        return RoomKey.parseId(team).orElseThrow(ProblemException::notFound).toString();
    }
}
