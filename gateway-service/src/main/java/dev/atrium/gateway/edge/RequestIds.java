package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.web.Ids;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives every request the id by which it is found in all logs: the client's own if that is harmless, else a new one.
final class RequestIds {

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private RequestIds() {}

    /// Sets the id on the request, where everybody behind reads it, and on the answer.
    static void assign(HttpServerRequest request) {
        String id = choose(request.getHeader(RequestId.HEADER));
        request.headers().set(RequestId.HEADER, id);
        request.response().putHeader(RequestId.HEADER, id);
    }

    static String choose(@Nullable String fromClient) {
        return fromClient != null && SANE.matcher(fromClient).matches()
                ? fromClient
                : Ids.next().toString();
    }
}
