package dev.atrium.gateway.organisation;

import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/organisations/{id}/members` (GW-7).
@Path("/api/organisations/{id}/members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organisations")
public class MemberResource {

    private final Members members;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    MemberResource(Members members, CurrentCaller caller, SecurityIdentity identity) {
        this.members = members;
        this.caller = caller;
        this.identity = identity;
    }

    @GET
    @Operation(operationId = "listMembers", summary = "List the members of an organisation, who joined last first")
    public Uni<Page<Member>> list(
            @PathParam("id") String id,
            @Parameter(description = "Only members with this role") @QueryParam("role") @Nullable String role,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return members.list(caller.get(), Parameters.id(id), role(role), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{subject}")
    @Operation(operationId = "getMember", summary = "Get a member of an organisation")
    @APIResponseSchema(Member.class)
    public Uni<Member> get(@PathParam("id") String id, @PathParam("subject") String subject) {
        return members.find(caller.get(), Parameters.id(id), subject);
    }

    @PUT
    @Path("{subject}")
    @Operation(
            operationId = "changeMember",
            summary = "Give a member another role, as an admin",
            description = "Nobody gives a role above their own, or changes a member above them. The member's sockets"
                    + " close, so that they come back with the new role.")
    @APIResponseSchema(Member.class)
    @APIResponse(responseCode = "409", description = "The organisation would have no owner")
    public Uni<Member> change(
            @PathParam("id") String id, @PathParam("subject") String subject, @Valid @NotNull NewRole wish) {
        return members.change(caller.get(), Parameters.id(id), subject, wish.role());
    }

    @DELETE
    @Path("{subject}")
    @Operation(
            operationId = "removeMember",
            summary = "Remove a member, as an admin, or leave",
            description =
                    "The keys that the member made in the organisation end, and its sockets there close. With an API"
                            + " key this needs the scope `organisations:write`.")
    @APIResponse(responseCode = "204", description = "No member any more")
    @APIResponse(responseCode = "409", description = "The organisation would have no owner")
    public Uni<Void> remove(@PathParam("id") String id, @PathParam("subject") String subject) {
        boolean byKey = identity.getAttribute(ApiKeyResource.HASH_ATTRIBUTE) != null;
        return members.remove(caller.get(), byKey, Parameters.id(id), subject);
    }

    private static Optional<Role> role(@Nullable String label) {
        try {
            return Optional.ofNullable(label).map(Role::labelled);
        } catch (IllegalArgumentException _) {
            throw ProblemException.invalidParameter("role", "must be one of owner admin editor commenter viewer");
        }
    }
}
