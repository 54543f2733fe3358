package dev.atrium.media.upload;

import dev.atrium.media.file.StoredFile;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of a form that brings a file back, beside the file.
///
/// @param name as it was, made safe
record RestoredForm(String name, StoredFile.Placement placement, Actor owner, Instant createdAt) {

    private static final Set<String> KNOWN = Set.of("name", "room", "visibility", "owner", "handle", "createdAt");
    private static final int ACTOR_MAX = 200;

    /// @throws ProblemException `invalid-request` if a part is missing, not known or has no meaning
    static RestoredForm of(Map<String, List<String>> fields) {
        fields.keySet().stream()
                .filter(part -> !KNOWN.contains(part))
                .findFirst()
                .ifPresent(part -> {
                    throw ProblemException.invalidParameter(part, "there is no such part");
                });
        String room = optional(fields, "room");
        boolean isPublic = "public".equals(optional(fields, "visibility"));
        return new RestoredForm(
                SafeName.of(required(fields, "name")),
                new StoredFile.Placement(room, room == null && isPublic),
                new Actor(actor(fields, "owner"), actor(fields, "handle")),
                time(required(fields, "createdAt")));
    }

    private static String actor(Map<String, List<String>> fields, String part) {
        String text = required(fields, part);
        if (text.isBlank() || text.length() > ACTOR_MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalidParameter(part, "must have 1 to " + ACTOR_MAX + " characters");
        }
        return text;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw ProblemException.invalidParameter("createdAt", "must be a time like 2026-01-31T12:00:00Z");
        }
    }

    private static String required(Map<String, List<String>> fields, String part) {
        String text = optional(fields, part);
        if (text == null) {
            throw ProblemException.invalidParameter(part, "this part is missing");
        }
        return text;
    }

    private static @Nullable String optional(Map<String, List<String>> fields, String part) {
        List<String> values = fields.getOrDefault(part, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }
}
