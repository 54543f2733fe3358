package dev.atrium.gateway.invitation;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/organisations/{id}/invitations` (GW-7).
@Path("/api/organisations/{id}/invitations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organisations")
public class InvitationResource {

    private final Invitations invitations;
    private final CurrentCaller caller;

    InvitationResource(Invitations invitations, CurrentCaller caller) {
        this.invitations = invitations;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "createInvitation",
            summary = "Invite somebody by e-mail, as an admin",
            description = "The mail has a link with a token, which works once. With an Idempotency-Key the request can"
                    + " be repeated safely.")
    @APIResponseSchema(value = Invitation.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was made before, with the same Idempotency-Key")
    @APIResponse(responseCode = "409", description = "The address is invited already, or too many invitations are open")
    public Uni<RestResponse<Invitation>> create(
            @PathParam("id") String id,
            @Valid @NotNull NewInvitation wish,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
        return invitations
                .create(caller.get(), Parameters.id(id), wish, IdempotencyKey.checked(idempotencyKey))
                .map(made -> made.at("/api/organisations/" + id + "/invitations/"
                        + made.thing().id()));
    }

    @GET
    @Operation(operationId = "listInvitations", summary = "List the invitations of an organisation, newest first")
    public Uni<Page<Invitation>> list(
            @PathParam("id") String id,
            @Parameter(description = "`open`, `expired`, `accepted` or `revoked`") @QueryParam("status") @Nullable
                    String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return invitations.list(caller.get(), Parameters.id(id), status(status), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{invitation}")
    @Operation(operationId = "getInvitation", summary = "Get an invitation, as an admin")
    @APIResponseSchema(Invitation.class)
    public Uni<Invitation> get(@PathParam("id") String id, @PathParam("invitation") String invitation) {
        return invitations.find(caller.get(), Parameters.id(id), Parameters.id(invitation));
    }

    @POST
    @Path("{invitation}/resend")
    @Operation(
            operationId = "resendInvitation",
            summary = "Send an invitation once more, as an admin",
            description = "With another token: the one in the former mail does not work any more.")
    @APIResponseSchema(Invitation.class)
    @APIResponse(
            responseCode = "409",
            description = "It was accepted, revoked, sent a moment ago, or as often as it may be")
    public Uni<Invitation> resend(@PathParam("id") String id, @PathParam("invitation") String invitation) {
        return invitations.resend(caller.get(), Parameters.id(id), Parameters.id(invitation));
    }

    @DELETE
    @Path("{invitation}")
    @Operation(operationId = "revokeInvitation", summary = "Take an invitation back, as an admin")
    @APIResponse(responseCode = "204", description = "Revoked")
    @APIResponse(responseCode = "409", description = "It was accepted")
    public Uni<Void> revoke(@PathParam("id") String id, @PathParam("invitation") String invitation) {
        return invitations.revoke(caller.get(), Parameters.id(id), Parameters.id(invitation));
    }

    private static Optional<Invitation.Status> status(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Invitation.Status.values())
                .filter(status -> status.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.invalidParameter("status", "must be one of open expired accepted revoked")));
    }
}
