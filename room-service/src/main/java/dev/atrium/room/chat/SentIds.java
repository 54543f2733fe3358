package dev.atrium.room.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The senders' own ids of messages, as hashes ([Sent#hash]).
///
/// @param since of all messages from this time on, the ids are among them
/// @param until no message is later
public record SentIds(Instant since, Instant until, List<Long> hashes) {

    /// How long client ids are known at least.
    public static final Duration REACH = Duration.ofHours(24);

    /// No message is meant, and so none is missing.
    public static final SentIds NONE = new SentIds(Instant.EPOCH, Instant.EPOCH, List.of());

    public SentIds {
        hashes = List.copyOf(hashes);
    }
}
