package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.access.Wish;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The body that makes a link.
///
/// @param role what those become who use it: viewer, commenter or editor
/// @param expiresAt when it ends, within ten years; never if absent
/// @param maxUses how many may use it, 1 to 100,000; any number if absent
record NewLink(
        @NotNull Role role,
        @Nullable Instant expiresAt,
        @Min(1) @Max(100_000) @Nullable Integer maxUses) {

    /// @param idempotencyKey null if a repetition shall make another link
    /// @throws ProblemException if the role or the time is not valid
    Wish.MakeLink by(Actor author, @Nullable String idempotencyKey, String tokenHash, Instant now) {
        if (role == Role.OWNER) {
            throw ProblemException.invalidProperty("/role", "must be viewer, commenter or editor");
        }
        String link = idempotencyKey == null
                ? Ids.next().toString()
                : id(author, idempotencyKey).toString();
        return new Wish.MakeLink(link, tokenHash, role, Expiry.of(expiresAt, now), maxUses);
    }

    /// The same for the same key of the same author.
    private static UUID id(Actor author, String idempotencyKey) {
        return UUID.nameUUIDFromBytes((author.subject() + '\n' + idempotencyKey).getBytes(StandardCharsets.UTF_8));
    }
}
