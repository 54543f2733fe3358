package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.ProviderLogOuts;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/// `/api/sign-in/back-channel`: where the provider says that somebody has logged out there (OpenID
/// Connect Back-Channel Logout 1.0).
@Path("/api/sign-in/back-channel")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
@Tag(name = "Sessions")
public class BackChannelResource {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final String TOKEN = "logout_token";

    private final ProviderTokens tokens;
    private final ProviderLogOuts logOuts;
    private final OidcConfig config;

    BackChannelResource(ProviderTokens tokens, ProviderLogOuts logOuts, OidcConfig config) {
        this.tokens = tokens;
        this.logOuts = logOuts;
        this.config = config;
    }

    @POST
    @Operation(
            operationId = "providerLogOut",
            summary = "Hear from the identity provider that somebody has logged out",
            description =
                    "Ends the sessions that the provider's signed `logout_token` names: those of its session, or all"
                            + " of its user.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(requiredProperties = TOKEN)))
    @APIResponse(responseCode = "204", description = "They have ended")
    @APIResponse(responseCode = "400", description = "Not a log-out token of the provider")
    public Uni<Void> logOut(@Context RoutingContext context) {
        Buffer body = context.body().buffer();
        String token = token(body == null ? "" : body.toString(StandardCharsets.UTF_8));
        return tokens.verified(token, config.client())
                .map(claims -> claims.filter(BackChannelResource::isLogOut).orElseThrow(BackChannelResource::refused))
                .flatMap(claims -> logOuts.end(text(claims, "sid"), subject(claims)));
    }

    private static String token(String form) {
        try {
            List<String> given =
                    new QueryStringDecoder(form, false).parameters().getOrDefault(TOKEN, List.of());
            if (given.size() == 1) {
                return given.getFirst();
            }
        } catch (IllegalArgumentException _) {
            // Not a form; answered below.
        }
        throw refused();
    }

    /// An ID token has a nonce, and must not pass for one of these.
    private static boolean isLogOut(JwtClaims claims) {
        return claims.getClaimValue("events") instanceof Map<?, ?> events
                && events.containsKey(EVENT)
                && !claims.hasClaim("nonce")
                && (claims.hasClaim("sid") || claims.hasClaim("sub"));
    }

    private static @Nullable String subject(JwtClaims claims) {
        String subject = text(claims, "sub");
        return subject == null ? null : TokenCaller.SUBJECT_PREFIX + subject;
    }

    private static @Nullable String text(JwtClaims claims, String name) {
        return Optional.ofNullable(claims.getClaimValue(name))
                .map(Object::toString)
                .orElse(null);
    }

    private static ProblemException refused() {
        return new ProblemException(ProblemType.INVALID_REQUEST, "This is no log-out token of the identity provider.");
    }
}
