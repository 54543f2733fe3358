package dev.atrium.gateway.proxy;

import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/// What a client gets to see of a service's headers: everything but what belongs to the connection behind
/// the gateway, and what only the gateway may say.
final class ResponseHeaders {

    private static final String CONNECTION = "Connection";
    private static final String LOCATION = "Location";

    /// In a form of which the hash is known.
    private static final List<CharSequence> KEPT_BACK = Stream.of(
                    CONNECTION,
                    "Keep-Alive",
                    "Proxy-Authenticate",
                    "Proxy-Authorization",
                    "Proxy-Connection",
                    "TE",
                    "Trailer",
                    "Transfer-Encoding",
                    "Upgrade",
                    "Set-Cookie",
                    "Set-Cookie2",
                    "WWW-Authenticate",
                    "Server",
                    "X-Powered-By",
                    "Access-Control-Allow-Origin",
                    "Access-Control-Allow-Credentials",
                    "Access-Control-Allow-Headers",
                    "Access-Control-Allow-Methods",
                    "Access-Control-Expose-Headers",
                    "RateLimit",
                    "RateLimit-Policy",
                    RelayHeader.NAME,
                    RequestId.HEADER)
            .map(HttpHeaders::createOptimized)
            .toList();

    private ResponseHeaders() {}

    /// Cleans a service's headers in place.
    ///
    /// @param service address of the service, which clients cannot reach and need not know
    static void clean(MultiMap headers, URI service) {
        for (String named : headers.getAll(CONNECTION)) {
            for (String name : named.split(",")) {
                headers.remove(name.strip());
            }
        }
        KEPT_BACK.forEach(headers::remove);
        String location = headers.get(LOCATION);
        String inside = service.getScheme() + "://" + service.getAuthority() + "/";
        if (location != null && location.startsWith(inside)) {
            headers.set(LOCATION, location.substring(inside.length() - 1));
        }
    }
}
