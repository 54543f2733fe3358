package dev.atrium.media.file;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Ids of files as text.
public final class FileId {

    /// Greater than every id, in the order in which PostgreSQL sorts them.
    static final UUID LAST = new UUID(-1L, -1L);

    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private FileId() {}

    /// Empty unless the text is an id in the form in which we write ids.
    public static Optional<UUID> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
