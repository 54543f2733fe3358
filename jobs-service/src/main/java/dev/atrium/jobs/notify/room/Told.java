package dev.atrium.jobs.notify.room;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
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

    static Told of(RoomEvent.MessagePosted posted) {
        return new Told(
                posted.room(),
                posted.message(),
                posted.sender(),
                posted.content(),
                posted.mentions(),
                posted.replyTo(),
                posted.at());
    }

    /// Whom the new text names; what the message answers was told before.
    static Told of(RoomEvent.MessageEdited edited) {
        return new Told(
                edited.room(),
                edited.message(),
                edited.actor(),
                edited.content(),
                edited.mentions(),
                null,
                edited.at());
    }

    /// As it was written, because nobody may have been told while it was hidden.
    static Told of(RoomEvent.MessageShown shown) {
        return new Told(
                shown.room(),
                shown.message(),
                shown.original().sender(),
                shown.content(),
                shown.mentions(),
                shown.replyTo(),
                shown.original().at());
    }

    /// What notifications of the message are known by, also after an edit.
    String source() {
        return source(room, message);
    }

    static String source(String room, String message) {
        return "message:" + room + "/" + message;
    }
}
