package dev.atrium.room.tinybase;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts payloads together that came in pieces. One for each socket, so that its limits hold for all channels together.
final class Fragments {

    private static final Pattern SYNTAX =
            Pattern.compile("([-0-9A-Z_a-z]{16})\\n(\\d{1,9})\\n(\\d{1,9})\\n(.*)", Pattern.DOTALL);
    private static final int SETS_MAX = 100;
    private static final int PIECES_MAX = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What became of a piece.
    sealed interface Result {

        /// It waits for others.
        record Incomplete() implements Result {}

        /// It was the last one.
        record Complete(String remainder) implements Result {}

        record Refused(Closing reason) implements Result {}
    }

    /// A payload that has not come completely.
    private static final class Pending {

        final @Nullable String[] pieces;
        final long expiresAt;
        int missing;
        int sizeBytes;

        Pending(int total, long expiresAt) {
            this.pieces = new @Nullable String[total];
            this.missing = total;
            this.expiresAt = expiresAt;
        }
    }

    private final int maxBytes;
    private final Memory memory;
    private final Map<String, Pending> sets = new HashMap<>();
    private int sizeBytes;

    /// @param maxBytes of all that is incomplete
    /// @param memory from which that comes
    Fragments(int maxBytes, Memory memory) {
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    /// @param sender of the payload, which has fragments of its own
    /// @param now milliseconds of any clock that goes on
    /// @return empty if this is no fragment
    Optional<Result> add(String sender, String remainder, long now) {
        Matcher fragment = SYNTAX.matcher(remainder);
        if (!fragment.matches()) {
            return Optional.empty();
        }
        expire(now);
        int index = Integer.parseInt(fragment.group(2));
        int total = Integer.parseInt(fragment.group(3));
        if (total > PIECES_MAX) {
            return Optional.of(new Result.Refused(Closing.FRAGMENTS));
        }
        if (index >= total) {
            return Optional.of(new Result.Refused(Closing.INVALID));
        }
        String set = sender + Payload.SEPARATOR + fragment.group(1);
        Pending pending = sets.get(set);
        if (pending == null && sets.size() >= SETS_MAX) {
            return Optional.of(new Result.Refused(Closing.FRAGMENTS));
        }
        if (pending != null && (pending.pieces.length != total || pending.pieces[index] != null)) {
            return Optional.of(new Result.Refused(Closing.INVALID));
        }
        int size = Utf8.size(remainder) + (pending == null ? Utf8.size(set) : 0);
        if (sizeBytes + size > maxBytes || !memory.take(size, sizeBytes)) {
            return Optional.of(new Result.Refused(Closing.FRAGMENTS));
        }
        if (pending == null) {
            pending = new Pending(total, now + PATIENCE.toMillis());
            sets.put(set, pending);
        }
        return Optional.of(add(set, pending, index, fragment.group(4), size));
    }

    /// Forgets payloads of which the rest did not come in time.
    ///
    /// @param now as with [#add]
    void expire(long now) {
        for (Iterator<Pending> each = sets.values().iterator(); each.hasNext(); ) {
            Pending pending = each.next();
            if (pending.expiresAt < now) {
                each.remove();
                free(pending);
            }
        }
    }

    /// Forgets everything.
    void clear() {
        sets.clear();
        memory.give(sizeBytes);
        sizeBytes = 0;
    }

    boolean isEmpty() {
        return sets.isEmpty();
    }

    private Result add(String set, Pending pending, int index, String piece, int size) {
        pending.pieces[index] = piece;
        pending.missing--;
        pending.sizeBytes += size;
        sizeBytes += size;
        if (pending.missing > 0) {
            return new Result.Incomplete();
        }
        sets.remove(set);
        free(pending);
        return new Result.Complete(String.join("", pending.pieces));
    }

    private void free(Pending pending) {
        sizeBytes -= pending.sizeBytes;
        memory.give(pending.sizeBytes);
    }
}
