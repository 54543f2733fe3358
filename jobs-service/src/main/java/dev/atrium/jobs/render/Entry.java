package dev.atrium.jobs.render;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that stands in a document: a message or a file. All texts are [Plain].
///
/// @param id of the message or file
/// @param author handle of who wrote or uploaded it, on one line
/// @param text may be empty
/// @param attached null if no file belongs to it
/// @param answers null if it answers nothing that is in the document
/// @param removed why it has no text any more; null if it has
/// @param reactions such as `👍 2`
record Entry(
        String id,
        String author,
        Instant at,
        String text,
        @Nullable Attached attached,
        @Nullable Quote answers,
        boolean edited,
        @Nullable String removed,
        List<String> reactions) {

    Entry {
        reactions = List.copyOf(reactions);
    }

    /// A file that belongs to an entry.
    ///
    /// @param name on one line
    /// @param type a media type
    record Attached(String fileId, String name, String type) {}

    /// The beginning of another entry.
    record Quote(String id, String author, String text) {}

    /// In UTC, as everything in documents is.
    LocalDate day() {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /// To the minute, in UTC.
    LocalTime time() {
        return at.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
    }
}
