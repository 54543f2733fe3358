package dev.atrium.gateway.proxy;

import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a client gets to see of a service's headers: everything but what belongs to the connection behind
/// the gateway, and what only the gateway may say.
final class ResponseHeaders {

    private static final String LOCATION = "location";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /// In small letters.
    private static final Set<String> KEPT_BACK = Stream.of(
                    "Connection",
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
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private record Dated(long second, String text) {}

    private static volatile Dated dated = new Dated(0, "");

    private ResponseHeaders() {}

    /// Adds what a client gets to see of a service's headers, and the date (RFC 9110, 6.6.1).
    ///
    /// @param node address of the service, which clients cannot reach and need not know
    static void pass(MultiMap service, URI node, MultiMap client) {
        Set<String> ofConnection = ofConnection(service);
        for (Map.Entry<String, String> header : service) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!KEPT_BACK.contains(name) && !ofConnection.contains(name)) {
                String value = header.getValue();
                client.add(header.getKey(), name.equals(LOCATION) ? fromOutside(value, node) : value);
            }
        }
        if (!client.contains(HttpHeaders.DATE)) {
            client.set(HttpHeaders.DATE, date());
        }
    }

    /// Now, as a header says it; the same text is given for a second.
    static String date() {
        long second = Instant.now().getEpochSecond();
        Dated present = dated;
        if (present.second() != second) {
            present = new Dated(second, HTTP_DATE.format(Instant.ofEpochSecond(second)));
            dated = present;
        }
        return present.text();
    }

    private static Set<String> ofConnection(MultiMap service) {
        List<String> connection = service.getAll(HttpHeaders.CONNECTION);
        if (connection.isEmpty()) {
            return Set.of();
        }
        return connection.stream()
                .flatMap(named -> Arrays.stream(named.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String fromOutside(String location, URI node) {
        String inside = node.getScheme() + "://" + node.getAuthority() + "/";
        return location.startsWith(inside) ? location.substring(inside.length() - 1) : location;
    }
}
