package dev.atrium.gateway.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.gateway.edge.PublicAddress;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.session.ProviderSession;
import dev.atrium.gateway.session.SessionCookies;
import dev.atrium.gateway.session.Sessions;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/sign-out`.
@Path("/api/sign-out")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class SignOutResource {

    private final Sessions sessions;
    private final SignIns signIns;
    private final SessionCookies cookies;
    private final PublicAddress address;
    private final SecurityIdentity identity;

    SignOutResource(
            Sessions sessions,
            SignIns signIns,
            SessionCookies cookies,
            PublicAddress address,
            SecurityIdentity identity) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.cookies = cookies;
        this.address = address;
        this.identity = identity;
    }

    /// What is left to do.
    ///
    /// @param providerLogOut where the browser can go to end the provider's own session too, without
    ///     which the next sign-in may ask for no password; null if the provider cannot be asked
    @Schema(name = "SignedOut")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SignedOut(@Nullable String providerLogOut) {}

    @POST
    @Operation(
            operationId = "signOut",
            summary = "End the session that you come with",
            description =
                    "Closes what the session had opened, and makes a browser forget its cookies. `providerLogOut` is"
                            + " where a browser can go to end the identity provider's session too (OpenID Connect RP-Initiated"
                            + " Logout).")
    @APIResponseSchema(SignedOut.class)
    @APIResponse(responseCode = "409", description = "The request did not come in a session")
    public Uni<SignedOut> signOut(@Context RoutingContext context) {
        UUID session = CurrentSession.of(identity);
        if (session == null) {
            throw new ProblemException(ProblemType.CONFLICT, "This request does not come in a session.");
        }
        String home = address.origin(context.request()) + ReturnPath.HOME;
        return sessions.end(CurrentCaller.of(identity), session)
                .invoke(() -> cookies.forget(context))
                .flatMap(found -> signIns.logOutPage(found.orElse(ProviderSession.NONE), home))
                .map(page -> new SignedOut(page.map(Object::toString).orElse(null)));
    }
}
