package dev.atrium.gateway.team;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/organisations/{id}/teams` (GW-7).
@Path("/api/organisations/{id}/teams")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organisations")
public class TeamResource {

    private final Teams teams;
    private final TeamMembers members;
    private final CurrentCaller caller;

    TeamResource(Teams teams, TeamMembers members, CurrentCaller caller) {
        this.teams = teams;
        this.members = members;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "createTeam",
            summary = "Make a team, as an admin",
            description = "With an Idempotency-Key the request can be repeated safely.")
    @APIResponseSchema(value = Team.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was made before, with the same Idempotency-Key")
    @APIResponse(responseCode = "409", description = "The name is taken, or there are too many teams")
    public Uni<RestResponse<Team>> create(
            @PathParam("id") String id,
            @Valid @NotNull NewTeam wish,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
        return teams.create(caller.get(), Parameters.id(id), wish, IdempotencyKey.checked(idempotencyKey))
                .map(made -> made.at(
                        "/api/organisations/" + id + "/teams/" + made.thing().id()));
    }

    @GET
    @Operation(operationId = "listTeams", summary = "List the teams of an organisation, newest first")
    public Uni<Page<Team>> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return teams.list(caller.get(), Parameters.id(id), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{team}")
    @Operation(operationId = "getTeam", summary = "Get a team")
    @APIResponseSchema(Team.class)
    public Uni<Team> get(@PathParam("id") String id, @PathParam("team") String team) {
        return teams.find(caller.get(), Parameters.id(id), Parameters.id(team));
    }

    @PATCH
    @Path("{team}")
    @Operation(operationId = "renameTeam", summary = "Give a team another name, as an admin")
    @APIResponseSchema(Team.class)
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Uni<Team> rename(@PathParam("id") String id, @PathParam("team") String team, @Valid @NotNull NewTeam wish) {
        return teams.rename(caller.get(), Parameters.id(id), Parameters.id(team), wish);
    }

    @DELETE
    @Path("{team}")
    @Operation(operationId = "deleteTeam", summary = "Delete a team, as an admin; its members stay in the organisation")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Uni<Void> delete(@PathParam("id") String id, @PathParam("team") String team) {
        return teams.delete(caller.get(), Parameters.id(id), Parameters.id(team));
    }

    @GET
    @Path("{team}/members")
    @Operation(operationId = "listTeamMembers", summary = "List the members of a team, who was added last first")
    public Uni<Page<TeamMember>> members(
            @PathParam("id") String id,
            @PathParam("team") String team,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return members.list(caller.get(), Parameters.id(id), Parameters.id(team), PageRequest.of(limit, cursor));
    }

    @PUT
    @Path("{team}/members/{subject}")
    @Operation(operationId = "addTeamMember", summary = "Add a member of the organisation to a team, as an admin")
    @APIResponseSchema(TeamMember.class)
    public Uni<TeamMember> add(
            @PathParam("id") String id, @PathParam("team") String team, @PathParam("subject") String subject) {
        return members.add(caller.get(), Parameters.id(id), Parameters.id(team), subject);
    }

    @DELETE
    @Path("{team}/members/{subject}")
    @Operation(operationId = "removeTeamMember", summary = "Remove a member from a team, as an admin")
    @APIResponse(responseCode = "204", description = "Removed")
    public Uni<Void> remove(
            @PathParam("id") String id, @PathParam("team") String team, @PathParam("subject") String subject) {
        return members.remove(caller.get(), Parameters.id(id), Parameters.id(team), subject);
    }
}
