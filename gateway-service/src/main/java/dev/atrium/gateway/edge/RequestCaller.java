package dev.atrium.gateway.edge;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// The caller of a request that no REST endpoint answers.
public final class RequestCaller {

    private RequestCaller() {}

    /// @throws IllegalStateException before the request was identified
    public static Caller of(RoutingContext context) {
        return CurrentCaller.of(identity(context));
    }

    /// Something else that is known of the caller.
    ///
    /// @throws IllegalStateException before the request was identified
    public static <T> Optional<T> attribute(RoutingContext context, String name) {
        return Optional.ofNullable(identity(context).<T>getAttribute(name));
    }

    private static SecurityIdentity identity(RoutingContext context) {
        if (context.user() instanceof QuarkusHttpUser user) {
            return user.getSecurityIdentity();
        }
        throw new IllegalStateException("the request was not identified");
    }
}
