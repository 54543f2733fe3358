package dev.atrium.gateway.proxy;

import dev.atrium.gateway.policy.Destination;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The address of a request, for a service.
final class Target {

    private static final String TICKET = "ticket";

    private Target() {}

    /// Path and query as they came over the wire, but without the ticket, which is a credential.
    static String of(HttpServerRequest request) {
        return of(path(request), request.query());
    }

    /// The same of a request that asks for no socket, hence brings no ticket: to services that are not of the
    /// suite `ticket` may mean something.
    static String of(HttpServerRequest request, Destination service) {
        if (Destination.SUITE.contains(service)) {
            return of(request);
        }
        return request.query() == null ? path(request) : path(request) + "?" + request.query();
    }

    static String of(String path, @Nullable String query) {
        String rest = query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(parameter -> !parameter.isEmpty() && !isTicket(parameter))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? path : path + "?" + rest;
    }

    private static String path(HttpServerRequest request) {
        return request.path() == null ? "/" : request.path();
    }

    private static boolean isTicket(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8).equalsIgnoreCase(TICKET);
        } catch (IllegalArgumentException e) {
            // Not a name that anybody could decode, hence not this one.
            return false;
        }
    }
}
