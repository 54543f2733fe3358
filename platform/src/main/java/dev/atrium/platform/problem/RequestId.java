package dev.atrium.platform.problem;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// The id by which one request is found in the answers and logs of all services. The gateway sets it.
public final class RequestId {

    /// Header that carries the id from the gateway to the services and back to the client.
    public static final String HEADER = "X-Request-Id";

    private RequestId() {}

    /// @return the id of the request, or null if it came without one
    public static @Nullable String of(RoutingContext context) {
        return context.request().getHeader(HEADER);
    }
}
