package dev.atrium.gateway.ticket;

import dev.atrium.gateway.apikey.ApiKeyResource;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/sockets/renewals`.
@Path("/api/sockets/renewals")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class RenewalResource {

    private final InternalTokens tokens;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    RenewalResource(InternalTokens tokens, CurrentCaller caller, SecurityIdentity identity) {
        this.tokens = tokens;
        this.caller = caller;
        this.identity = identity;
    }

    /// A renewal as its owner gets it.
    ///
    /// @param token give it in a frame `renew`, on a socket of the same user
    public record Issued(String token, long expiresInSeconds) {
        /// Does not show the token.
        @Override
        public String toString() {
            return "Issued[" + expiresInSeconds + "]";
        }
    }

    @POST
    @Operation(
            operationId = "createRenewal",
            summary = "Get a token by which an open WebSocket goes on",
            description = "A WebSocket ends with the access token that it was opened with. To go on, get a new access"
                    + " token, come here with it, and send what you get in a frame `renew`. A socket that was opened"
                    + " with an API key or in a session ends with that: open a new one instead.")
    public Issued create() {
        Caller present = caller.get();
        if (identity.getAttribute(ApiKeyResource.HASH_ATTRIBUTE) != null) {
            // The gateway ends the sockets of a key that is revoked, and knows a socket by the key that opened it.
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "A socket of an API key lasts as long as the key; only access tokens renew one.");
        }
        if (CurrentSession.of(identity) != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "A socket of a session lasts as long as the session; only access tokens renew one.");
        }
        return new Issued(
                tokens.issue(present, InternalTokens.SOCKET_AUDIENCE), InternalTokens.SHORTEST_LIFE.toSeconds());
    }
}
