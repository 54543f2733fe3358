package dev.atrium.search.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Kind;
import dev.atrium.search.index.Source;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The answer to a search.
///
/// @param items best first
/// @param nextCursor give it back as `cursor` for the next page; null on the last one
/// @param mode what was compared
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer(List<Item> items, @Nullable String nextCursor, Mode mode) {

    /// What was compared with the question.
    public enum Mode {
        /// Words and meaning.
        HYBRID,
        /// Words only, because the question could not be embedded.
        KEYWORD;

        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Something that was found.
    ///
    /// @param id of the message or file
    /// @param roomId null for a file that belongs to no room
    /// @param title name of the file, also of one attached to a message; plain text
    /// @param snippet HTML: `<mark>` around words of the question, everything else escaped
    /// @param author handle of the sender or owner
    /// @param score 0 to 1; comparable within one answer only
    /// @param sequence of a message, its number in the room
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            Kind kind,
            String id,
            @Nullable String roomId,
            @Nullable String title,
            String snippet,
            String author,
            Instant createdAt,
            double score,
            @Nullable Long sequence) {

        static Item of(Found found, double score) {
            Source source = found.source();
            return new Item(
                    source.kind(),
                    source.id(),
                    source.room(),
                    source.title(),
                    found.snippet(),
                    source.author().handle(),
                    source.at(),
                    score,
                    source.sequence());
        }
    }

    public Answer {
        items = List.copyOf(items);
    }
}
