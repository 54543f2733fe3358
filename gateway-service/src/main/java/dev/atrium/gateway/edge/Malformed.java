package dev.atrium.gateway.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Tells requests that no client may send and that could not be passed on, as HTTP/1.1 has no way to say them: with a
/// space or a control character in the query, or a control character in a header. HTTP/2 carries them, and its decoder
/// looks at names only (RFC 9113, section 8.2.1); that of HTTP/1.1 looks at values as well. What paths may have says
/// the policy.
final class Malformed {

    private static final char DELETE = 0x7F;

    private Malformed() {}

    static boolean is(HttpServerRequest request) {
        return has(request.query(), Malformed::isNoneOfQuery)
                || (request.version() == HttpVersion.HTTP_2 && hasMalformedValue(request));
    }

    private static boolean hasMalformedValue(HttpServerRequest request) {
        for (Map.Entry<String, String> header : request.headers()) {
            if (has(header.getValue(), Malformed::isNoneOfValue)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(@Nullable String text, IntPredicate unwanted) {
        if (text == null) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (unwanted.test(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNoneOfQuery(int c) {
        return c <= ' ' || c == DELETE;
    }

    private static boolean isNoneOfValue(int c) {
        return (c < ' ' && c != '\t') || c == DELETE;
    }
}
