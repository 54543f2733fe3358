package dev.atrium.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A service's answer as it was once, for everybody.
///
/// @param headers as clients get to see them; not changed any more
/// @param body not changed any more
/// @param takenNanos when it was taken, as [System#nanoTime]
record Snapshot(List<Map.Entry<String, String>> headers, byte[] body, long takenNanos) {

    /// What headers, and the entry itself, take beside the body, roughly.
    private static final int MORE_BYTES = 1_024;

    private static final int OK = 200;
    private static final String ETAG = "etag";

    /// Which of a request's headers may tell apart answers that are kept: the first is a part of what is
    /// asked, and the second is not passed on.
    private static final Set<String> VARIED = Set.of("accept", "origin");

    private static final Set<String> NOT_FOR_ALL = Set.of("private", "no-store");

    Snapshot {
        headers = List.copyOf(headers);
    }

    static Snapshot of(MultiMap answer, Buffer body, URI node, long nowNanos) {
        MultiMap shown = MultiMap.caseInsensitiveMultiMap();
        ResponseHeaders.pass(answer, node, shown);
        return new Snapshot(shown.entries(), body.getBytes(), nowNanos);
    }

    /// Whether an answer is for everybody who asks the same: what a service says of one caller, or in one
    /// encoding, is not.
    static boolean isForAll(int status, MultiMap headers) {
        return status == OK
                && !headers.contains(HttpHeaders.SET_COOKIE)
                && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                && directives(headers, HttpHeaders.CACHE_CONTROL).stream().noneMatch(NOT_FOR_ALL::contains)
                && VARIED.containsAll(directives(headers, HttpHeaders.VARY));
    }

    int weight() {
        return body.length + MORE_BYTES;
    }

    /// The service's own word for this state of the answer (`ETag`); empty if it gave none.
    String validator() {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(ETAG)) {
                return header.getValue();
            }
        }
        return "";
    }

    /// The same, said again now.
    Snapshot at(long nowNanos) {
        return new Snapshot(headers, body, nowNanos);
    }

    /// The parts of a list in a header, in small letters.
    static List<String> directives(MultiMap headers, CharSequence name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty()
                ? List.of()
                : values.stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(part -> part.strip().toLowerCase(Locale.ROOT))
                        .toList();
    }
}
