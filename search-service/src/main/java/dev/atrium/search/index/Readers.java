package dev.atrium.search.index;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may read a room, beside those to whom it is open.
///
/// @param upTo sequence number of the room's last event that is taken into account
/// @param members subjects
/// @param bans who may not, whatever else is said, by subjects
public record Readers(long upTo, Set<String> members, Map<String, Ban> bans) {

    /// @param until null if it does not end by itself
    public record Ban(@Nullable Instant until) {

        public boolean isInForce(Instant now) {
            return until == null || now.isBefore(until);
        }
    }

    public Readers {
        members = Set.copyOf(members);
        bans = Map.copyOf(bans);
    }

    /// Of a room that was just created.
    public static Readers of(String owner) {
        return new Readers(1, Set.of(owner), Map.of());
    }
}
