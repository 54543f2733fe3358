package dev.atrium.platform.request;

import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/// The network address that a client comes from, as the gateway tells services: that by which it counts
/// itself, so of IPv6 only the network. What clients say there the gateway never passes on.
public final class ForwardedFor {

    /// Header that carries the address from the gateway to the services, and between these.
    public static final String HEADER = "X-Forwarded-For";

    private ForwardedFor() {}

    /// @return empty if nobody has said it
    public static String of(HttpServerRequest request) {
        return Objects.requireNonNullElse(request.getHeader(HEADER), "");
    }
}
