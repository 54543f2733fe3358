package dev.atrium.gateway.invitation;

import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/invitations/look-up` (GW-7). The token is in the body, as everywhere: addresses are kept in logs.
@Path("/api/invitations/look-up")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organisations")
public class LookUpResource {

    private final InvitationAcceptance invitations;

    LookUpResource(InvitationAcceptance invitations) {
        this.invitations = invitations;
    }

    @POST
    @Operation(
            operationId = "lookUpInvitation",
            summary = "See who invites you into what, by the token of the mail",
            description = "Changes nothing. Unknown, used, revoked and expired tokens get the same answer.")
    @APIResponseSchema(InvitationView.class)
    @APIResponse(responseCode = "404", description = "The token is unknown, used, revoked or too old")
    public Uni<InvitationView> lookUp(@Valid @NotNull Acceptance acceptance) {
        return invitations.show(acceptance.token());
    }
}
