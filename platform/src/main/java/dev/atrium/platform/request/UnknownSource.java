package dev.atrium.platform.request;

import io.vertx.core.http.HttpServerRequest;

/// That the caller has no such source of webhooks, as the gateway, which keeps them, tells jobs-service
/// of requests for what a source has delivered: by itself that cannot tell a source that delivered
/// nothing yet from none. What clients say there the gateway never passes on.
public final class UnknownSource {

    /// Header that is there if it is so.
    public static final String HEADER = "X-Unknown-Source";

    private UnknownSource() {}

    public static boolean isTold(HttpServerRequest request) {
        return request.headers().contains(HEADER);
    }
}
