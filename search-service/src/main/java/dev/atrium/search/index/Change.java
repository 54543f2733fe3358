package dev.atrium.search.index;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.search.embed.Vector;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A change of the index. Making it again changes nothing.
public sealed interface Change {

    /// Replaces all passages of one part of a source; changes nothing if that is in a room that is known to be gone.
    ///
    /// @param part 0, 1, … of the source: what arrives in pieces is replaced in pieces
    record Put(Source source, int part, List<Passage> passages) implements Change {
        public Put {
            passages = List.copyOf(passages);
        }

        /// Its passages that are to get a vector, in order.
        public Stream<Passage> awaited() {
            return passages.stream().filter(Passage::awaited);
        }
    }

    /// Gives vectors to the passages of a part that await them, if the index still holds it just as it was read
    /// there.
    ///
    /// @param vectors of these passages, in order; empty for one that will have none
    record Embed(Put part, List<Optional<Vector>> vectors) implements Change {

        /// @throws IllegalArgumentException if there is not one for each passage that awaits one
        public Embed {
            vectors = List.copyOf(vectors);
            if (part.awaited().count() != vectors.size()) {
                throw new IllegalArgumentException("one vector for each passage that awaits one");
            }
        }

        /// The part as it is then.
        public Put done() {
            Iterator<Optional<Vector>> next = vectors.iterator();
            return new Put(
                    part.source(),
                    part.part(),
                    part.passages().stream()
                            .map(passage ->
                                    passage.awaited() ? passage.with(next.next().orElse(null)) : passage)
                            .toList());
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
