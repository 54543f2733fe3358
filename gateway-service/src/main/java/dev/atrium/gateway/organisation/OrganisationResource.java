package dev.atrium.gateway.organisation;

import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/organisations` (GW-7).
@Path("/api/organisations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organisations")
public class OrganisationResource {

    private final Organisations organisations;
    private final OwnOrganisations own;
    private final Members members;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    OrganisationResource(
            Organisations organisations,
            OwnOrganisations own,
            Members members,
            CurrentCaller caller,
            SecurityIdentity identity) {
        this.organisations = organisations;
        this.own = own;
        this.members = members;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "createOrganisation",
            summary = "Make an organisation, whose owner you are",
            description = "Work in it with the header `Atrium-Organisation` and its id, or with a key that you make"
                    + " in it. With an Idempotency-Key the request can be repeated safely.")
    @APIResponseSchema(value = Organisation.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was made before, with the same Idempotency-Key")
    @APIResponse(responseCode = "409", description = "The slug is taken, or you own too many organisations")
    public Uni<RestResponse<Organisation>> create(
            @Valid @NotNull NewOrganisation wish, @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
        return organisations
                .create(caller.get(), wish, IdempotencyKey.checked(idempotencyKey))
                .map(made -> made.at("/api/organisations/" + made.thing().id()));
    }

    @GET
    @Operation(
            operationId = "listOrganisations",
            summary = "List the organisations that you are a member of, newest first",
            description = "A key sees the one that it was made in.")
    public Uni<Page<Organisation>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        Caller me = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        boolean ofOneTenant = identity.getAttribute(ApiKeyResource.HASH_ATTRIBUTE) != null
                && !me.tenant().equals(TenantId.COMMONS);
        return ofOneTenant ? only(me) : own.list(me.subject(), page);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getOrganisation", summary = "Get an organisation that you are a member of")
    @APIResponseSchema(Organisation.class)
    public Uni<Organisation> get(@PathParam("id") String id) {
        return organisations.find(caller.get(), Parameters.id(id));
    }

    @PATCH
    @Path("{id}")
    @Operation(operationId = "updateOrganisation", summary = "Change the name or slug of an organisation, as an admin")
    @APIResponseSchema(Organisation.class)
    @APIResponse(responseCode = "409", description = "The slug is taken")
    public Uni<Organisation> change(@PathParam("id") String id, @Valid @NotNull OrganisationChange change) {
        return organisations.change(caller.get(), Parameters.id(id), change);
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteOrganisation",
            summary = "Delete an organisation, as its owner",
            description = "It ends for all its members, with the keys that were made in it; their sockets close.")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Uni<Void> delete(@PathParam("id") String id) {
        return organisations.delete(caller.get(), Parameters.id(id));
    }

    @PUT
    @Path("{id}/owner")
    @Operation(
            operationId = "transferOrganisation",
            summary = "Make another member the owner, as the owner",
            description = "You stay a member, as an admin.")
    @APIResponseSchema(Member.class)
    public Uni<Member> transfer(@PathParam("id") String id, @Valid @NotNull NewOwner heir) {
        return members.transfer(caller.get(), Parameters.id(id), heir.subject());
    }

    private Uni<Page<Organisation>> only(Caller me) {
        return Uni.createFrom()
                .deferred(() -> organisations.find(me, Parameters.id(me.tenant().value())))
                .map(one -> new Page<>(List.of(one), null))
                .onFailure(ProblemException.ofType(ProblemType.NOT_FOUND))
                .recoverWithItem(new Page<>(List.of(), null));
    }
}
