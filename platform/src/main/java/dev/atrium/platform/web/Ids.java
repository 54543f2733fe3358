package dev.atrium.platform.web;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Ids of the suite's things.
public final class Ids {

    private Ids() {}

    /// A new id that sorts by time: UUID version 7 (RFC 9562).
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /// @return empty unless the text is an id in the one form in which ids are written: its 36 characters in lower case
    public static Optional<UUID> parse(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The id that is always the same for the same name, so that a repeated command makes the same thing: UUID version
    /// 5 (RFC 9562) in the URL name space.
    public static UUID named(String name) {
        return UuidCreator.getNameBasedSha1(
                UuidCreator.NAMESPACE_URL, ("urn:atrium:" + name).getBytes(StandardCharsets.UTF_8));
    }
}
