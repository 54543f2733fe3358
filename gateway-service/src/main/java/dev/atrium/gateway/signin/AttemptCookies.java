package dev.atrium.gateway.signin;

import dev.atrium.gateway.edge.PublicAddress;
import dev.atrium.platform.seal.Seal;
import dev.atrium.platform.web.Json;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Attempts to sign in are kept by the browsers themselves, sealed: so none is known to another
/// browser, and nobody can fill the gateway's memory with them.
@ApplicationScoped
class AttemptCookies {

    private static final String NAME = "atrium-sign-in-";
    private static final String PLACE = "sign-in attempt";

    /// So many tabs may sign in at once. Another page can cause attempts, and they come with each request:
    /// with more, or with longer paths than [ReturnPath] lets through, the headers would become too long.
    private static final int PLACES = 3;

    private final Seal seal;
    private final PublicAddress address;

    AttemptCookies(Seal seal, PublicAddress address) {
        this.seal = seal;
        this.address = address;
    }

    void give(RoutingContext context, Attempt attempt) {
        set(context, attempt.state(), seal.close(Json.write(attempt), PLACE), Attempt.LIFE.toSeconds());
    }

    /// The attempt that this browser has begun with the state.
    Optional<Attempt> of(RoutingContext context, String state) {
        return Optional.ofNullable(context.request().getCookie(name(context, state)))
                .map(Cookie::getValue)
                .flatMap(this::open)
                .map(json -> Json.read(json, Attempt.class));
    }

    void forget(RoutingContext context, String state) {
        set(context, state, "", 0);
    }

    private Optional<String> open(String sealed) {
        try {
            return seal.open(sealed, PLACE);
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not something that was sealed
        }
    }

    private void set(RoutingContext context, String state, String value, long seconds) {
        boolean encrypted = address.isEncrypted(context.request());
        context.response()
                .addCookie(Cookie.cookie(name(context, state), value)
                        .setPath("/")
                        .setMaxAge(seconds)
                        .setHttpOnly(true)
                        .setSecure(encrypted)
                        .setSameSite(CookieSameSite.LAX));
    }

    private String name(RoutingContext context, String state) {
        String name = NAME + Math.floorMod(state.hashCode(), PLACES);
        // As those of sessions: a neighbouring host must not plant an attempt of its own.
        return address.isEncrypted(context.request()) ? "__Host-" + name : name;
    }
}
