package dev.atrium.jobs.render;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is rendered. The same book always becomes the same bytes, so that a repeated rendering makes no second file.
///
/// @param items can be gone through again and again
/// @param pictures to show
/// @param originals to enclose
public record Book(Title title, Items items, Pictures pictures, Originals originals) {

    /// What stands at the beginning.
    ///
    /// @param id unique among all books
    /// @param text of anybody, any length
    /// @param language a BCP 47 tag; `und` if it is not known
    /// @param by handle of who asked for it
    /// @param madeAt as of when it is
    /// @param room as room-service told it; null if it is not about a room
    public record Title(
            UUID id,
            String text,
            String language,
            String by,
            Instant madeAt,
            @Nullable JsonNode room) {}

    /// Kinds of items, in the order in which they come.
    public enum Kind {
        /// A message, as room-service tells it.
        MESSAGE,
        /// An object of a room, as room-service tells it.
        OBJECT,
        /// A room's shared document, as room-service tells it; at most one.
        DOCUMENT,
        /// A file, as media-service tells it, with its text as `text` if it has any.
        FILE
    }

    /// What is done with an item.
    @FunctionalInterface
    public interface Each {
        void item(Kind kind, JsonNode item) throws IOException;
    }

    /// All items, in order. Not more than one of them need be in memory.
    @FunctionalInterface
    public interface Items {

        /// @throws java.io.InterruptedIOException if it is no longer wanted
        void forEach(Each each) throws IOException;
    }

    /// A picture on this node's disk.
    ///
    /// @param width in pixels, at least 1
    /// @param height in pixels, at least 1
    public record Picture(Path file, Type type, int width, int height) {

        /// Kinds of pictures, which all readers of documents know.
        public enum Type {
            PNG("image/png", "png"),
            JPEG("image/jpeg", "jpg");

            private final String mediaType;
            private final String extension;

            Type(String mediaType, String extension) {
                this.mediaType = mediaType;
                this.extension = extension;
            }

            String mediaType() {
                return mediaType;
            }

            /// Of names of files, without a dot.
            String extension() {
                return extension;
            }
        }
    }

    /// Pictures of files, made small by media-service.
    @FunctionalInterface
    public interface Pictures {

        /// @return empty if there is none
        Optional<Picture> of(String fileId);
    }

    /// Files as they were uploaded.
    @FunctionalInterface
    public interface Originals {

        /// @return empty if the file is not at hand; to be closed by the caller
        Optional<InputStream> open(String fileId) throws IOException;
    }
}
