package dev.atrium.search.index;

import dev.atrium.search.embed.Vector;
import org.jspecify.annotations.Nullable;

/// A piece of a source: what keywords and vectors are compared with.
///
/// @param text as shown in snippets; empty where only the title can be found
/// @param vector null if it has none, or none yet; it is found by its words then
/// @param awaited whether it is to get a vector; false where it has one
public record Passage(String text, @Nullable Vector vector, boolean awaited) {

    /// @throws IllegalArgumentException if it has a vector and awaits one
    public Passage {
        if (vector != null && awaited) {
            throw new IllegalArgumentException("a passage has one vector");
        }
    }

    /// A passage of which the words alone count.
    public static Passage ofWords(String text) {
        return new Passage(text, null, false);
    }

    /// The same, which is to get a vector.
    public Passage awaiting() {
        return new Passage(text, null, true);
    }

    /// The same with its vector; null: it will have none.
    public Passage with(@Nullable Vector itsVector) {
        return new Passage(text, itsVector, false);
    }
}
