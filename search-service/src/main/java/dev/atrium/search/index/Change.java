package dev.atrium.search.index;

import dev.atrium.platform.identity.TenantId;
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

    /// Takes a file out of what can be found, or brings it back. It can be found while no message is remembered whose
    /// last change hides it; of a message only what happened later than what is remembered counts.
    record Moderate(Moderated moderated) implements Change {}

    /// Removes all that is in a room: messages and files.
    record Forget(TenantId tenant, String room) implements Change {}

    /// Remembers a room.
    record Know(Room room) implements Change {}
}
