package dev.atrium.room.http;

import dev.atrium.platform.request.Preconditions;
import dev.atrium.platform.web.Ids;
import org.jspecify.annotations.Nullable;

/// The validator of what is read of a room (RFC 9110, 8.8.3): another one with each event of the room, and once more
/// when the store counts what that changed. What another process says of the same room has another one, too, because
/// another version of it might say it otherwise.
final class RoomTag {

    private static final String PROCESS = Ids.next().toString();

    private RoomTag() {}

    /// The value of the header `ETag`.
    ///
    /// @param sequence of the room's last event
    /// @param counted as [dev.atrium.room.chat.Room#countsAreStored]
    static String of(long sequence, boolean counted) {
        return "\"" + PROCESS + "." + sequence + (counted ? "" : ".uncounted") + "\"";
    }

    /// Whether a client has the state already (RFC 9110, 13.1.2).
    ///
    /// @param ifNoneMatch the header `If-None-Match`; null if there is none
    /// @param tag of the state
    static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
        return Preconditions.isKnown(ifNoneMatch, tag);
    }
}
