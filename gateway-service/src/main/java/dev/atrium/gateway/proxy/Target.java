package dev.atrium.gateway.proxy;

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
        return of(request.path() == null ? "/" : request.path(), request.query());
    }

    static String of(String path, @Nullable String query) {
        String rest = query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(parameter -> !parameter.isEmpty() && !isTicket(parameter))
                        .collect(Collectors.joining("&"));
        return rest.isEmpty() ? path : path + "?" + rest;
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
