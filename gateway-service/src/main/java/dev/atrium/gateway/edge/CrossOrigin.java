package dev.atrium.gateway.edge;

import dev.atrium.gateway.policy.Match;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What pages of other origins may: read answers where a rule of [CorsConfig] allows it, and act with a
/// cookie, which browsers send whoever asks them to, only where a rule gives them credentials.
@ApplicationScoped
public class CrossOrigin {

    /// Before the look-up in the policy, which knows no OPTIONS, and behind it.
    private static final int PREFLIGHT = 260;

    private static final int ALLOW = 240;

    private static final int NO_CONTENT = 204;

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String ASKED_METHOD = "Access-Control-Request-Method";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match,"
                    + " Last-Event-ID, Range, Atrium-Meta, Atrium-Organisation, traceparent, tracestate";
    private static final String RESPONSE_HEADERS = "Age, Atrium-Meta, Cache-Status, Content-Disposition, ETag, Link,"
            + " Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id";

    private final RouteTable table;
    private final CorsRules rules;
    private final String maxAge;
    private final PublicAddress address;

    CrossOrigin(CorsConfig config, PublicAddress address, RouteTable table) {
        this.table = table;
        this.rules = new CorsRules(config.rules().values());
        this.maxAge = Long.toString(config.maxAge().toSeconds());
        this.address = address;
    }

    void filters(@Observes Filters filters) {
        filters.register(this::preflight, PREFLIGHT);
        filters.register(this::allow, ALLOW);
    }

    /// Refuses a request that a cookie identifies if a page of another origin may have caused it: by
    /// Fetch Metadata, or by the origin where a browser does not send these. Requests that change
    /// nothing are let through, since the page does not get to see the answer; those that open a
    /// WebSocket are not.
    ///
    /// @throws ProblemException `forbidden`
    public void demandOwnPage(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean opensSocket = CurrentRoute.of(context).transport() == Route.Transport.WEBSOCKET;
        if (!opensSocket && SAFE.contains(request.method())) {
            return;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean own = isOwn(request.getHeader("Sec-Fetch-Site"), origin, address.authority(request));
        if (!own && !isTrusted(request.path(), origin)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "A cookie counts only for pages of this origin; send the token as Authorization: Bearer instead.");
        }
    }

    /// @param fetchSite the header `Sec-Fetch-Site`, which pages cannot set; null if it is absent
    /// @param origin the header `Origin`; null if it is absent
    static boolean isOwn(@Nullable String fetchSite, @Nullable String origin, @Nullable String authority) {
        if (fetchSite != null) {
            return fetchSite.equals("same-origin") || fetchSite.equals("none");
        }
        return origin != null && Origins.isSame(origin, authority);
    }

    private boolean isTrusted(@Nullable String path, @Nullable String origin) {
        return path != null
                && origin != null
                && rules.of(path, origin).map(CorsRules.Permission::credentials).orElse(false);
    }

    private void preflight(RoutingContext context) {
        HttpServerRequest request = context.request();
        String method = request.getHeader(ASKED_METHOD);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (!request.method().equals(HttpMethod.OPTIONS) || method == null || origin == null) {
            context.next();
            return;
        }
        String path = Objects.requireNonNullElse(request.path(), "");
        Match match = table.match(HttpMethod.valueOf(method), path);
        Optional<CorsRules.Permission> permission = rules.of(path, origin);
        if (!(match instanceof Match.Found) || permission.isEmpty()) {
            Refusal.send(context, ProblemType.FORBIDDEN, "Pages of this origin may not use this address.");
            return;
        }
        MultiMap headers = context.response().headers();
        permit(headers, origin, permission.get());
        headers.set("Access-Control-Allow-Methods", method);
        headers.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
        headers.set("Access-Control-Max-Age", maxAge);
        headers.add(HttpHeaders.VARY, "Origin, " + ASKED_METHOD);
        context.response().setStatusCode(NO_CONTENT).end();
    }

    private void allow(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = Objects.requireNonNullElse(request.path(), "");
        if (rules.concern(path)) {
            MultiMap headers = context.response().headers();
            String origin = request.getHeader(HttpHeaders.ORIGIN);
            // Behind what a service says in Vary itself.
            context.addHeadersEndHandler(_ -> headers.add(HttpHeaders.VARY, "Origin"));
            if (origin != null) {
                rules.of(path, origin).ifPresent(permission -> {
                    permit(headers, origin, permission);
                    headers.set("Access-Control-Expose-Headers", RESPONSE_HEADERS);
                });
            }
        }
        context.next();
    }

    private static void permit(MultiMap headers, String origin, CorsRules.Permission permission) {
        headers.set("Access-Control-Allow-Origin", origin);
        if (permission.credentials()) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
    }
}
