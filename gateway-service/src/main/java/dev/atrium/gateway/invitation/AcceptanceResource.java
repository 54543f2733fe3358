package dev.atrium.gateway.invitation;

import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.organisation.Organisation;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
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

/// `/api/invitations/accept` (GW-7).
@Path("/api/invitations/accept")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organisations")
public class AcceptanceResource {

    private final InvitationAcceptance invitations;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    AcceptanceResource(InvitationAcceptance invitations, CurrentCaller caller, SecurityIdentity identity) {
        this.invitations = invitations;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "acceptInvitation",
            summary = "Accept an invitation, as a signed-in user",
            description = "Unknown, used, revoked and expired tokens get the same answer.")
    @APIResponseSchema(Organisation.class)
    @APIResponse(responseCode = "403", description = "You are not signed in, or another address was invited")
    @APIResponse(responseCode = "409", description = "You are a member already")
    @APIResponse(responseCode = "429", description = "The organisation's plan has no room for another member")
    public Uni<Organisation> accept(@Valid @NotNull Acceptance acceptance) {
        if (identity.getAttribute(ApiKeyResource.HASH_ATTRIBUTE) != null) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Invitations are accepted by people, not with a key.");
        }
        Invitee invitee = new Invitee(caller.get(), identity.getAttribute(CurrentSession.EMAIL_ATTRIBUTE));
        return invitations.accept(invitee, acceptance.token());
    }
}
