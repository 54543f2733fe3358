package dev.atrium.room.http.access;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import dev.atrium.room.http.PlainText;
import dev.atrium.room.http.RoomReader;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Lets jobs-service, which knows who is in which team, tell rooms of it. The gateway has no such route and grants
/// nobody the scope for it.
@Path("/internal/rooms/{id}/teams/{team}")
@Tag(name = "Internal")
final class TeamSyncResource {

    private final CurrentCaller callers;
    private final TeamMembers teams;

    TeamSyncResource(CurrentCaller callers, TeamMembers teams) {
        this.callers = callers;
        this.teams = teams;
    }

    /// Somebody who is in the team.
    record InTeam(
            @NotNull @PlainText(max = Text.ACTOR_MAX) String subject,
            @NotNull @PlainText(max = Text.ACTOR_MAX) String handle) {}

    /// The body.
    ///
    /// @param name of the team; absent if it was deleted
    /// @param from the first subject of whom it is said whether it is in the team; absent: from the beginning
    /// @param to the last; absent: to the end
    /// @param members all between them who are in the team
    record Sync(
            @PlainText(max = Text.ACTOR_MAX) @Nullable String name,
            @Nullable String from,
            @Nullable String to,
            @NotNull @Size(max = 500) List<@NotNull @Valid InTeam> members) {}

    /// @param left how many found no place in the room
    record Synced(int left) {}

    /// Brings what a room has by a team in step with the team, or with a part of it; a team that has no role in the
    /// room
    /// gives nobody one. Sent again it changes nothing. 404 if there is no such room, or not yet.
    @POST
    @PermissionsAllowed("rooms:teams")
    @Operation(summary = "Tell a room who is in a team", hidden = true)
    public Uni<Synced> sync(@PathParam("id") String id, @PathParam("team") String team, @NotNull @Valid Sync body) {
        RoomKey key = RoomReader.key(callers.get(), id);
        String known =
                RoomKey.parseId(team).orElseThrow(ProblemException::notFound).toString();
        Map<String, String> members = new TreeMap<>();
        body.members().forEach(member -> members.put(member.subject(), member.handle()));
        return teams.name(key, known, body.name())
                .flatMap(_ -> teams.set(key, known, new TeamMembers.Part(body.from(), body.to()), members))
                .map(Synced::new);
    }
}
