package dev.atrium.jobs.restore;

import dev.atrium.platform.web.Ids;
import java.util.UUID;

/// The ids of what is brought back: new ones, and always the same for the same thing of the same
/// restore, so that a repetition makes nothing twice.
///
/// @param restore its id
record RestoredIds(UUID restore) {

    private static final long BY_TIME = 7;

    /// @param old id of a room, a message or a file, from anywhere. Where it sorts by time, so does the
    ///     new one
    UUID of(String old) {
        UUID named = Ids.named("restored:" + restore + ":" + old);
        UUID before;
        try {
            before = UUID.fromString(old);
        } catch (IllegalArgumentException _) {
            return named;
        }
        if (before.version() != BY_TIME) {
            return named;
        }
        long time = before.getMostSignificantBits() & ~0xFFFFL;
        long random = named.getMostSignificantBits() & 0x0FFFL;
        return new UUID(time | (BY_TIME << 12) | random, named.getLeastSignificantBits());
    }
}
