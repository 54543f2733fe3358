package dev.atrium.media.derive;

import dev.atrium.media.file.FileStatus;
import dev.atrium.media.file.StoredFile;
import org.jspecify.annotations.Nullable;

/// What became of a file, as jobs-service wants to know it.
///
/// @param thumbnail whether there is a thumbnail
/// @param text whether there is text
/// @param room the room that the file belongs to; null if it belongs to its owner alone
public record Answer(
        FileStatus status,
        boolean thumbnail,
        boolean text,
        @Nullable String room,
        String name,
        String type) {

    static Answer of(StoredFile file) {
        return new Answer(
                file.status(),
                file.thumbnailBytes() != null,
                file.textBytes() != null,
                file.placement().room(),
                file.content().name(),
                file.content().type());
    }
}
