package dev.atrium.search.query;

import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.search.index.Kind;
import org.jspecify.annotations.Nullable;

/// A search as it was asked, with everything within its bounds.
///
/// @param words 1 to 512 characters, not blank; plain words without syntax
/// @param room look only there; null for everywhere
/// @param kind find only these; null for all
/// @param limit 1 to 200 findings
/// @param from how many findings the pages before have shown
record Question(
        String words, @Nullable String room, @Nullable Kind kind, int limit, int from) {

    /// Nothing is found behind this position.
    static final int POSITION_MAX = 1_000;

    static final int WORDS_MAX_CHARS = 512;
    static final int ROOM_MAX_CHARS = 100;

    /// Reads the parameters of a request; null for those that it does not have.
    ///
    /// @throws ProblemException `invalid-request` if one is absent or out of bounds
    static Question of(
            @Nullable String q,
            @Nullable String room,
            @Nullable String kind,
            @Nullable String limit,
            @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return new Question(
                words(q),
                room == null ? null : room(room),
                kind == null ? null : kind(kind),
                page.limit(),
                page.after(Question::position).orElse(0));
    }

    private static String words(@Nullable String q) {
        if (q == null || q.isBlank() || q.length() > WORDS_MAX_CHARS) {
            throw ProblemException.invalidParameter(
                    "q", "must have 1 to " + WORDS_MAX_CHARS + " characters, and not only spaces");
        }
        return q;
    }

    private static String room(String room) {
        if (room.isEmpty() || room.length() > ROOM_MAX_CHARS) {
            throw ProblemException.invalidParameter("room", "must be the id of a room");
        }
        return room;
    }

    private static Kind kind(String kind) {
        return Kind.named(kind)
                .orElseThrow(() -> ProblemException.invalidParameter("kind", "must be 'message' or 'file'"));
    }

    private static int position(String text) {
        int position = Integer.parseInt(text);
        if (position < 1 || position > POSITION_MAX) {
            throw new IllegalArgumentException("nothing is found there: " + text);
        }
        return position;
    }
}
