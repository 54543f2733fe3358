package dev.atrium.room.http;

import dev.atrium.platform.request.Preconditions;
import dev.atrium.platform.web.Ids;
import org.jspecify.annotations.Nullable;

/// The validator of what is read of a room (RFC 9110, 8.8.3): another one with each event of the room. What another
/// process says of the same room has another one, too, because another version of it might say it otherwise.
final class RoomTag {

    private static final String PROCESS = Ids.next().toString();

    private RoomTag() {}

    /// The value of the header `ETag`.
    ///
    /// @param sequence of the room's last event
    static String of(long sequence) {
        return "\"" + PROCESS + "." + sequence + "\"";
    }

    /// Whether a client has the state already (RFC 9110, 13.1.2).
    ///
    /// @param ifNoneMatch the header `If-None-Match`; null if there is none
    static boolean isKnown(@Nullable String ifNoneMatch, long sequence) {
        return Preconditions.isKnown(ifNoneMatch, of(sequence));
    }
}
