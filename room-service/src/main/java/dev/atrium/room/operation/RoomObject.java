package dev.atrium.room.operation;

import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An object of a room at some time.
///
/// @param json its value; null if it was removed
/// @param version sequence number of the event that made it so
/// @param by who did that
public record RoomObject(String path, @Nullable String json, long version, Actor by, Instant at) {

    public boolean isRemoved() {
        return json == null;
    }

    /// 1, or 0 if it was removed.
    int count() {
        return json == null ? 0 : 1;
    }

    int textLength() {
        return textLength(path, json);
    }

    static int textLength(String path, @Nullable String json) {
        return json == null ? 0 : path.length() + json.length();
    }
}
