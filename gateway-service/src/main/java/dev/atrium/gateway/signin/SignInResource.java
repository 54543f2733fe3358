package dev.atrium.gateway.signin;

import dev.atrium.gateway.edge.PublicAddress;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/sign-in`: where browsers begin to sign in, and where the provider sends them back to (GW-3).
@Path("/api/sign-in")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions")
public class SignInResource {

    private static final String CALLBACK = "/api/sign-in/callback";
    private static final String CANCELLED = "access_denied";
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

    private final SecureRandom random = new SecureRandom();
    private final SignIns signIns;
    private final AttemptCookies attempts;
    private final Arrivals arrivals;
    private final PublicAddress address;
    private final InstantSource clock;

    SignInResource(
            SignIns signIns, AttemptCookies attempts, Arrivals arrivals, PublicAddress address, InstantSource clock) {
        this.signIns = signIns;
        this.attempts = attempts;
        this.arrivals = arrivals;
        this.address = address;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "signIn",
            summary = "Sign in with a browser",
            description =
                    "Leads to the identity provider, and from there back to `return` with the cookies of a session.")
    @APIResponse(responseCode = "303", description = "To the identity provider")
    @APIResponse(responseCode = "503", description = "The identity provider does not answer")
    public Uni<Response> begin(
            @Parameter(description = "A path on this host; by default `/`") @QueryParam("return") @Nullable
                    String returnTo,
            @Context RoutingContext context) {
        Attempt attempt = Attempt.begin(
                random, ReturnPath.checked(returnTo), address.origin(context.request()) + CALLBACK, clock.instant());
        return signIns.page(attempt)
                .invoke(() -> attempts.give(context, attempt))
                .map(page -> Response.seeOther(page).build());
    }

    @GET
    @Path("callback")
    @Operation(
            operationId = "completeSignIn",
            summary = "Come back from the identity provider",
            description = "Only the browser that has begun to sign in can complete it, within ten minutes.")
    @APIResponse(responseCode = "303", description = "Signed in, or cancelled; to the page that was wished for")
    @APIResponse(responseCode = "400", description = "This browser has not begun this, or too long ago")
    @APIResponse(responseCode = "401", description = "The identity provider does not confirm it")
    public Uni<Response> complete(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error,
            @Context RoutingContext context) {
        Attempt attempt = attempt(context, state);
        attempts.forget(context, attempt.state());
        if (CANCELLED.equals(error)) {
            return Uni.createFrom().item(back(attempt));
        }
        if (code == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The identity provider refused: " + name(error));
        }
        return signIns.complete(attempt, code)
                .flatMap(signedIn -> arrivals.arrive(signedIn, context))
                .map(_ -> back(attempt));
    }

    /// Relative, because only the browser knows under which address it is here.
    private static Response back(Attempt attempt) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, attempt.returnTo())
                .build();
    }

    private Attempt attempt(RoutingContext context, @Nullable String state) {
        return Optional.ofNullable(state)
                .flatMap(given -> attempts.of(context, given).filter(found -> found.isFor(given, clock.instant())))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "This browser has not begun to sign in, or too long ago; begin again at /api/sign-in."));
    }

    /// Nothing that another page could have put into the address for people to read.
    private static String name(@Nullable String error) {
        return error != null && ERROR.matcher(error).matches() ? error + "." : "it gave no code.";
    }
}
