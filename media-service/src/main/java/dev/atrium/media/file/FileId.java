package dev.atrium.media.file;

import dev.atrium.platform.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Ids of files as text, and as cursors of lists.
public final class FileId {

    /// Greater than every id, in the order in which PostgreSQL sorts them.
    static final UUID LAST = new UUID(-1L, -1L);

    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final int CURSOR_CHARS = 22;

    private FileId() {}

    /// Empty unless the text is an id in the form in which we write ids.
    public static Optional<UUID> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    static String toCursor(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// @throws ProblemException `invalid-request` if we never gave out such a cursor
    static UUID ofCursor(String cursor) {
        try {
            if (cursor.length() == CURSOR_CHARS) {
                ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
                return new UUID(bytes.getLong(), bytes.getLong());
            }
        } catch (IllegalArgumentException _) {
            // Answered below, as a cursor of the wrong length is.
        }
        throw ProblemException.invalidParameter("cursor", "not one that a list gave");
    }
}
