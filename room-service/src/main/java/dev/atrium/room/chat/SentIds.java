package dev.atrium.room.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The senders' own ids of a room's messages, or of its operations, as hashes ([Sent#hash]).
///
/// @param since of all from this time on, the ids are among them
/// @param until none is later
public record SentIds(Instant since, Instant until, List<Long> hashes) {

    /// How long client ids are known at least.
    public static final Duration REACH = Duration.ofHours(24);

    public SentIds {
        hashes = List.copyOf(hashes);
    }
}
