package dev.atrium.jobs.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What we ourselves say in documents.
final class Labels {

    static final String DELETED = "This message was deleted.";
    static final String HIDDEN = "This message is hidden by the moderation.";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Labels() {}

    /// Where a document comes from, on one line.
    static String imprint(Book.Title title) {
        JsonNode room = title.room();
        String of = room == null
                ? ""
                : " from the room “" + Plain.line(room.path("name").asText()) + "”";
        return "Exported by " + Plain.line(title.by()) + of + " as of "
                + TIME.format(title.madeAt().atOffset(ZoneOffset.UTC)) + ". All times are UTC.";
    }
}
