package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.PublicAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/// What a browser keeps of a session, out of reach of scripts. With TLS the names have the prefixes
/// that keep others from setting such cookies (RFC 6265bis, 4.1.3); without, as on one's own machine,
/// browsers would not take these.
@ApplicationScoped
public class SessionCookies {

    private static final String SESSION = "atrium-session";
    private static final String REFRESH = "atrium-refresh";
    private static final String REFRESH_PATH = "/api/session";

    private final PublicAddress address;

    SessionCookies(PublicAddress address) {
        this.address = address;
    }

    /// The session token that a browser sends.
    public Optional<String> session(HttpServerRequest request) {
        return value(request, address.isEncrypted(request) ? "__Host-" + SESSION : SESSION);
    }

    Optional<String> refresh(HttpServerRequest request) {
        return value(request, address.isEncrypted(request) ? "__Secure-" + REFRESH : REFRESH);
    }

    /// Gives a browser what it needs for a session.
    public void give(RoutingContext context, Grant grant) {
        giveToken(context, grant.token(), grant.tokenLife());
        add(context, "__Secure-", REFRESH, grant.refreshToken(), REFRESH_PATH, grant.refreshLife());
    }

    /// Gives a browser another session token of its session.
    public void giveToken(RoutingContext context, String token, Duration life) {
        add(context, "__Host-", SESSION, token, "/", life);
    }

    /// Makes a browser forget its session.
    public void forget(RoutingContext context) {
        add(context, "__Host-", SESSION, "", "/", Duration.ZERO);
        add(context, "__Secure-", REFRESH, "", REFRESH_PATH, Duration.ZERO);
    }

    private void add(RoutingContext context, String prefix, String name, String value, String path, Duration life) {
        boolean encrypted = address.isEncrypted(context.request());
        // Strict for what only pages of ours need; a link from elsewhere must find one signed in.
        CookieSameSite site = path.equals("/") ? CookieSameSite.LAX : CookieSameSite.STRICT;
        context.response()
                .addCookie(Cookie.cookie(encrypted ? prefix + name : name, value)
                        .setPath(path)
                        .setMaxAge(life.toSeconds())
                        .setHttpOnly(true)
                        .setSecure(encrypted)
                        .setSameSite(site));
    }

    private static Optional<String> value(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getCookie(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }
}
