package dev.atrium.room.tinybase;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cell or a value, as somebody wrote it.
///
/// @param id of the cell within its row, or of the value
/// @param json the canonical text of what it holds; null if it was deleted, which is kept like anything else
/// @param time when it was written
/// @param hash of text and time
record Leaf(String id, @Nullable String json, Hlc time, int hash) {

    static final String NULL = "null";

    static Leaf of(String id, @Nullable String json, Hlc time) {
        return new Leaf(id, json, time, Fnv.stamped(json == null ? NULL : json, time));
    }

    /// Whether this one, which comes later, takes the place of what is there: the last writer wins, and what has no
    /// time gives way to everything but the same.
    boolean replaces(@Nullable Leaf present) {
        if (present == null) {
            return true;
        }
        return present.time.isNone()
                ? !time.isNone() || !Objects.equals(json, present.json)
                : time.isAfter(present.time);
    }

    /// What it adds to its parent's hash.
    int share() {
        return Fnv.child(id, hash) ^ Fnv.child(id, 0);
    }

    int length() {
        return id.length() + jsonLength();
    }

    int jsonLength() {
        return json == null ? 0 : json.length();
    }
}
