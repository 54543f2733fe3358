package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.Actor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message that may concern somebody: what the job knows of it.
///
/// @param content at most 500 characters
/// @param mentions handles of those whom it names
/// @param replyTo id of the message that it answers; null: it answers none
record Told(
        String room,
        String message,
        Actor sender,
        String content,
        List<String> mentions,
        @Nullable String replyTo,
        Instant at) {

    private static final int MAX_CONTENT = 500;

    Told {
        mentions = List.copyOf(mentions);
        content = content.substring(0, Math.min(content.length(), MAX_CONTENT));
    }

    /// What notifications of the message are known by, also after an edit.
    String source() {
        return source(room, message);
    }

    static String source(String room, String message) {
        return "message:" + room + "/" + message;
    }
}
