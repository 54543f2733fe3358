package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.session.SessionCookies;
import dev.atrium.gateway.session.Sessions;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/session/organisation`: in which organisation a session works.
@Path("/api/session/organisation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class WorkplaceResource {

    private final Sessions sessions;
    private final Admission admission;
    private final SessionCookies cookies;
    private final SecurityIdentity identity;

    WorkplaceResource(Sessions sessions, Admission admission, SessionCookies cookies, SecurityIdentity identity) {
        this.sessions = sessions;
        this.admission = admission;
        this.cookies = cookies;
        this.identity = identity;
    }

    /// Where to work.
    ///
    /// @param organisation its id; null: where the identity provider says that one belongs
    @Schema(name = "Workplace")
    public record Workplace(
            @Schema(nullable = true) @Nullable String organisation) {}

    /// The session's token that says so.
    ///
    /// @param token null for browsers, which have it in a cookie
    @Schema(name = "SwitchedSession")
    public record Switched(
            @Nullable String organisation, @Nullable String token, long expiresInSeconds) {
        /// Does not show the token.
        @Override
        public String toString() {
            return "Switched[" + organisation + "]";
        }
    }

    @PUT
    @Operation(
            operationId = "switchOrganisation",
            summary = "Work in another organisation from now on",
            description = "For the session that you come with; requests that name an organisation in"
                    + " `Atrium-Organisation` go there all the same. What is open already stays where it was opened.")
    @APIResponseSchema(Switched.class)
    @APIResponse(responseCode = "403", description = "There is no such organisation, or you are not a member")
    @APIResponse(responseCode = "409", description = "The request did not come in a session")
    public Uni<Switched> change(@Valid @NotNull Workplace workplace, @Context RoutingContext context) {
        UUID session = CurrentSession.of(identity);
        if (session == null) {
            throw new ProblemException(ProblemType.CONFLICT, "This request does not come in a session.");
        }
        Caller caller = CurrentCaller.of(identity);
        String organisation = workplace.organisation();
        boolean inCookie = context.request().headers().get("Authorization") == null;
        return admitted(caller, organisation)
                .chain(() -> sessions.organisation(caller, session, organisation))
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .invoke(token -> give(context, token, inCookie))
                .map(token -> new Switched(
                        organisation,
                        inCookie ? null : token.text(),
                        token.life().toSeconds()));
    }

    private Uni<Void> admitted(Caller caller, @Nullable String organisation) {
        return organisation == null
                ? Uni.createFrom().voidItem()
                : admission.admit(caller, Optional.of(tenant(organisation))).replaceWithVoid();
    }

    private void give(RoutingContext context, Sessions.Token token, boolean inCookie) {
        if (inCookie) {
            cookies.giveToken(context, token.text(), token.life());
        }
    }

    private static TenantId tenant(String organisation) {
        return TenantId.parse(organisation)
                .orElseThrow(
                        () -> ProblemException.invalidProperty("/organisation", "must be the id of an organisation"));
    }
}
