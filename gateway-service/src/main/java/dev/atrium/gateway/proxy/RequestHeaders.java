package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.gateway.ticket.SubProtocols;
import dev.atrium.gateway.webhook.SourceNotice;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.request.ForwardedFor;
import dev.atrium.platform.request.SessionOfCaller;
import dev.atrium.platform.request.UnknownSource;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What a service gets to see of a client's headers. The list says what is let through, so that a header that somebody
/// invents tomorrow, or in which a client puts a secret, does not slip through.
final class RequestHeaders {

    private static final Set<String> PASSED = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "cache-control",
            "content-digest",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "last-event-id",
            "prefer",
            "range",
            "tracestate",
            "user-agent");

    private static final List<String> HANDSHAKE =
            List.of("Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions");

    private RequestHeaders() {}

    /// Adds the headers for a service.
    ///
    /// @param token internal token for the service
    static void pass(RoutingContext context, String token, MultiMap headers) {
        HttpServerRequest request = context.request();
        for (Map.Entry<String, String> header : request.headers()) {
            if (PASSED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        headers.set(RequestId.HEADER, request.getHeader(RequestId.HEADER));
        headers.set(ForwardedFor.HEADER, ClientAddress.of(context));
        headers.set("X-Forwarded-Proto", request.scheme());
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
        }
        if (SourceNotice.isOfUnknown(context)) {
            headers.set(UnknownSource.HEADER, "true");
        }
        RequestCaller.<UUID>attribute(context, CurrentSession.ATTRIBUTE)
                .ifPresent(session -> headers.set(SessionOfCaller.HEADER, session.toString()));
        String trace = TraceContext.current();
        if (trace != null) {
            headers.set(CloudEvent.TRACEPARENT, trace);
        }
    }

    /// Whether it is not known before its end how much a request carries. HTTP/2 has no header that says so.
    static boolean isOfUnknownLength(HttpServerRequest request) {
        return !request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                        || request.version() == HttpVersion.HTTP_2);
    }

    /// The headers that open a WebSocket at a service.
    static MultiMap forHandshake(RoutingContext context, String token) {
        HttpServerRequest request = context.request();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        pass(context, token, headers);
        headers.remove("content-length");
        headers.set("Connection", "Upgrade").set("Upgrade", "websocket");
        for (String name : HANDSHAKE) {
            if (request.headers().contains(name)) {
                headers.set(name, request.headers().getAll(name));
            }
        }
        SubProtocols.of(request.headers().getAll(SubProtocols.HEADER))
                .withoutTicket()
                .ifPresent(protocols -> headers.set(SubProtocols.HEADER, protocols));
        return headers;
    }
}
