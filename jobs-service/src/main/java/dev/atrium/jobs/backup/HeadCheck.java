package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;

/// Checks what an archive from anywhere says of rooms and files: whether they can be made of it.
final class HeadCheck {

    /// Backups hold no time behind this, and every store can keep what is before it.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Set<String> KINDS = Set.of("chat", "narrative", "canvas", "generation");
    private static final Set<String> VISIBILITIES = Set.of("public", "private");
    private static final Set<String> EVERYONE = Set.of("viewer", "commenter", "editor");
    private static final int ROOM_NAME_MAX = 100;
    private static final int FILE_NAME_MAX = 255;
    private static final int ACTOR_MAX = 200;
    private static final String NAME = "name";
    private static final String CREATED_AT = "createdAt";

    private HeadCheck() {}

    static void room(JsonNode head) throws InvalidArchiveException {
        boolean good = isText(head.path(NAME), ROOM_NAME_MAX)
                && KINDS.contains(head.path("kind").asText())
                && VISIBILITIES.contains(head.path("visibility").asText())
                && EVERYONE.contains(head.path("everyone").asText())
                && isTime(head.path(CREATED_AT));
        if (!good) {
            throw new InvalidArchiveException("a room lacks its name, kind, visibility or time");
        }
        for (JsonNode ban : head.path("bans")) {
            if (ban.hasNonNull("expiresAt") && !isTime(ban.path("expiresAt"))) {
                throw new InvalidArchiveException("a ban ends at no possible time");
            }
        }
    }

    static void file(JsonNode head) throws InvalidArchiveException {
        boolean good = isText(head.path(NAME), FILE_NAME_MAX)
                && isText(head.path("owner").path("subject"), ACTOR_MAX)
                && isText(head.path("owner").path("handle"), ACTOR_MAX)
                && head.path("sizeBytes").asLong() > 0
                && head.path("sha256").asText().matches("[0-9a-f]{64}")
                && isTime(head.path(CREATED_AT));
        if (!good) {
            throw new InvalidArchiveException("a file lacks its name, owner, size, checksum or time");
        }
    }

    private static boolean isText(JsonNode node, int max) {
        String text = node.asText();
        return node.isTextual()
                && !text.isBlank()
                && text.codePointCount(0, text.length()) <= max
                && text.codePoints().noneMatch(HeadCheck::isUnfit);
    }

    private static boolean isUnfit(int character) {
        return Character.isISOControl(character)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    /// Whether it is a time from 1970 to 9999.
    static boolean isTime(JsonNode node) {
        try {
            Instant time = Instant.parse(node.textValue() == null ? "" : node.textValue());
            return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
