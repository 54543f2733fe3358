package dev.atrium.gateway.edge;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;

/// The caller of a request that no REST endpoint answers.
public final class RequestCaller {

    private RequestCaller() {}

    /// @throws IllegalStateException before the request was identified
    public static Caller of(RoutingContext context) {
        if (context.user() instanceof QuarkusHttpUser user) {
            return CurrentCaller.of(user.getSecurityIdentity());
        }
        throw new IllegalStateException("the request was not identified");
    }
}
