package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.CrossOrigin;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/session/refresh`.
@Path("/api/session/refresh")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class RefreshResource {

    private static final int TEXT_MAX = 200;

    private final Rotations rotations;
    private final SessionCookies cookies;
    private final CrossOrigin crossOrigin;

    RefreshResource(Rotations rotations, SessionCookies cookies, CrossOrigin crossOrigin) {
        this.rotations = rotations;
        this.cookies = cookies;
        this.crossOrigin = crossOrigin;
    }

    /// What a program asks with.
    @Schema(name = "Refresh")
    public record Refresh(@NotNull @Size(max = TEXT_MAX) String refreshToken) {
        /// Does not show the token.
        @Override
        public String toString() {
            return "Refresh";
        }
    }

    @POST
    @Operation(
            operationId = "refreshSession",
            summary = "Get new tokens for a session",
            description = "A refresh token is used once. One that was replaced gets the same successor once more for 30"
                    + " seconds, because an answer may have been lost; later it ends the session, because then there is a"
                    + " copy of it. Browsers send no body; theirs is in a cookie.")
    @APIResponseSchema(IssuedTokens.class)
    @APIResponse(responseCode = "401", description = "The token is unknown, used or too old: sign in again")
    public Uni<IssuedTokens> refresh(@Valid @Nullable Refresh body, @Context RoutingContext context) {
        Device device = Device.of(context);
        if (body != null) {
            return rotations.refresh(body.refreshToken(), device).map(IssuedTokens::of);
        }
        String cookie = cookies.refresh(context.request()).orElseThrow(() -> nothing(context));
        crossOrigin.demandOwnPage(context);
        return rotations
                .refresh(cookie, device)
                .invoke(grant -> cookies.give(context, grant))
                .onFailure(RefreshResource::isRefusal)
                .invoke(() -> cookies.forget(context))
                .map(IssuedTokens::inCookies);
    }

    /// A page that asks all the same believes in a session of which nothing is left.
    private ProblemException nothing(RoutingContext context) {
        cookies.forget(context);
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "There is neither a refresh token nor a cookie with one.");
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.UNAUTHENTICATED;
    }
}
