package dev.atrium.gateway.session;

import dev.atrium.gateway.edge.PublicAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// What a browser keeps of a session, out of reach of scripts; these see only that there is one. With TLS
/// the names have the prefix that keeps others from setting such cookies, also those of neighbouring
/// hosts, who could sign a browser in as somebody else (RFC 6265bis, 4.1.3). It demands the path `/`.
/// Without TLS, as on one's own machine, browsers would not take these names.
@Singleton
public class SessionCookies {

    private static final String SESSION = "atrium-session";
    private static final String REFRESH = "atrium-refresh";
    private static final String SIGNED_IN = "atrium-signed-in";
    private static final String HOST = "__Host-";

    private final PublicAddress address;

    SessionCookies(PublicAddress address) {
        this.address = address;
    }

    /// The session token that a browser sends.
    public Optional<String> session(HttpServerRequest request) {
        return value(request, name(request, SESSION));
    }

    Optional<String> refresh(HttpServerRequest request) {
        return value(request, name(request, REFRESH));
    }

    /// Gives a browser what it needs for a session.
    public void give(RoutingContext context, Grant grant) {
        giveToken(context, grant.token(), grant.tokenLife());
        add(context, REFRESH, grant.refreshToken(), grant.refreshLife(), CookieSameSite.STRICT);
        tellScripts(context, grant.session().toString(), grant.refreshLife());
    }

    /// Gives a browser another session token of its session.
    public void giveToken(RoutingContext context, String token, Duration life) {
        // A link from elsewhere must find one signed in; the other is for pages of ours only.
        add(context, SESSION, token, life, CookieSameSite.LAX);
    }

    /// Makes a browser forget its session.
    public void forget(RoutingContext context) {
        add(context, SESSION, "", Duration.ZERO, CookieSameSite.LAX);
        add(context, REFRESH, "", Duration.ZERO, CookieSameSite.STRICT);
        tellScripts(context, "", Duration.ZERO);
    }

    /// A page knows by it whether to ask for anything as somebody, and that it is another session than before. It
    /// proves nothing.
    private void tellScripts(RoutingContext context, String value, Duration life) {
        context.response().addCookie(cookie(context, SIGNED_IN, value, life, CookieSameSite.STRICT));
    }

    private void add(RoutingContext context, String name, String value, Duration life, CookieSameSite site) {
        context.response().addCookie(cookie(context, name, value, life, site).setHttpOnly(true));
    }

    private Cookie cookie(RoutingContext context, String name, String value, Duration life, CookieSameSite site) {
        return Cookie.cookie(name(context.request(), name), value)
                .setPath("/")
                .setMaxAge(life.toSeconds())
                .setSecure(address.isEncrypted(context.request()))
                .setSameSite(site);
    }

    private String name(HttpServerRequest request, String name) {
        return address.isEncrypted(request) ? HOST + name : name;
    }

    private static Optional<String> value(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getCookie(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }
}
