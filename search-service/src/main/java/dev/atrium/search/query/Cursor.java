package dev.atrium.search.query;

import dev.atrium.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How a list of findings goes on: a position in the whole list, opaque to clients.
final class Cursor {

    /// Nothing is found behind this position.
    static final int POSITION_MAX = 1_000;

    private static final String PREFIX = "at";

    private Cursor() {}

    static String of(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + position).getBytes(StandardCharsets.UTF_8));
    }

    /// @throws ProblemException `invalid-request` if it is not one that we gave
    static int position(String cursor) {
        int position = parse(cursor);
        if (position < 1 || position > POSITION_MAX) {
            throw ProblemException.invalidParameter("cursor", "must be the nextCursor of an earlier answer");
        }
        return position;
    }

    private static int parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(PREFIX) ? Integer.parseInt(text.substring(PREFIX.length())) : -1;
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }
}
