package dev.atrium.search.index;

import java.util.List;

/// A change of the index. Making it again changes nothing.
public sealed interface Change {

    /// Replaces all passages of one part of a source.
    ///
    /// @param part 0, 1, … of the source: what arrives in pieces is replaced in pieces
    record Put(Source source, int part, List<Passage> passages) implements Change {
        public Put {
            passages = List.copyOf(passages);
        }
    }

    /// Removes a source's parts from `firstPart` on; 0 removes it altogether.
    record Remove(Source source, int firstPart) implements Change {}

    /// Remembers a room.
    record Know(Room room) implements Change {}
}
