package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.Made;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/sessions` (GW-11).
@Path("/api/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class SessionResource {

    private final Sessions sessions;
    private final SessionCookies cookies;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    SessionResource(Sessions sessions, SessionCookies cookies, CurrentCaller caller, SecurityIdentity identity) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "createSession",
            summary = "Open a session for a program",
            description =
                    "With an access token of the identity provider: a program that has signed its user in by itself"
                            + " needs it only once. Browsers go to `/api/sign-in` instead. The tokens are shown in this answer"
                            + " only.")
    @APIResponseSchema(value = IssuedTokens.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "The request did not come with an access token")
    public Uni<RestResponse<IssuedTokens>> create(@Context RoutingContext context) {
        Caller user = caller.get();
        // No key and no session: neither may become something that lasts longer.
        if (identity.getAttribute(CurrentSession.PROVIDER_ATTRIBUTE) == null) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Sessions are opened with an access token of the identity provider.");
        }
        ProviderSession provider = new ProviderSession(
                identity.getAttribute(CurrentSession.PROVIDER_SESSION_ATTRIBUTE),
                null,
                identity.getAttribute(CurrentSession.EMAIL_ATTRIBUTE));
        return sessions.open(user, Device.of(context), provider)
                .map(grant -> Made.now(IssuedTokens.of(grant)).at("/api/sessions/" + grant.session()));
    }

    @GET
    @Operation(operationId = "listSessions", summary = "List where you are signed in, newest first")
    public Uni<Page<Session>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return sessions.list(caller.get(), CurrentSession.of(identity), PageRequest.of(limit, cursor));
    }

    @DELETE
    @Operation(
            operationId = "endSessions",
            summary = "Log out everywhere",
            description = "Within a second no token of these sessions is taken any more, and what they had opened is"
                    + " closed.")
    @APIResponse(responseCode = "204", description = "Ended")
    public Uni<Void> endAll(
            @Parameter(description = "`true` keeps the session that you come with") @QueryParam("keepCurrent") @Nullable
                    String keepCurrent,
            @Context RoutingContext context) {
        UUID current = CurrentSession.of(identity);
        boolean keeps = flag("keepCurrent", keepCurrent);
        return sessions.endAll(caller.get(), keeps ? current : null).invoke(() -> {
            if (current != null && !keeps) {
                cookies.forget(context);
            }
        });
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "endSession", summary = "End a session of your own")
    @APIResponse(responseCode = "204", description = "Ended, now or before")
    public Uni<Void> end(@PathParam("id") String id, @Context RoutingContext context) {
        UUID ended = Parameters.id(id);
        return sessions.end(caller.get(), ended)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .invoke(() -> {
                    if (ended.equals(CurrentSession.of(identity))) {
                        cookies.forget(context);
                    }
                })
                .replaceWithVoid();
    }

    /// What somebody meant who wrote `1` must not be guessed: it decides whether one is logged out.
    private static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalidParameter(name, "must be true or false");
        };
    }
}
