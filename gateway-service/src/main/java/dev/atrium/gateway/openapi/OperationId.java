package dev.atrium.gateway.openapi;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names for operations that have none of their own: generators of clients make functions of them.
final class OperationId {

    private static final Pattern WORD_START = Pattern.compile("[^A-Za-z0-9]+([A-Za-z0-9])");

    private OperationId() {}

    /// Unique, since a method and a path are: `getRoomsByIdMessages` for `get` and `/api/rooms/{id}/messages`.
    static String of(String method, String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty() && !segment.equals("api"))
                .map(segment -> segment.startsWith("{")
                        ? "By" + capitalised(segment.substring(1, segment.length() - 1))
                        : capitalised(segment))
                .collect(Collectors.joining("", method, ""));
    }

    private static String capitalised(String words) {
        Matcher starts = WORD_START.matcher("-" + words);
        return starts.replaceAll(start -> start.group(1).toUpperCase(java.util.Locale.ROOT));
    }
}
