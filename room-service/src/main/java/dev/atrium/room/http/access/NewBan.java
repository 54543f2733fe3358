package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.http.PlainText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The body that bans somebody.
///
/// @param expiresAt when the ban ends, within ten years; never if absent
/// @param reason for the room's owners; at most 500 characters
record NewBan(
        @Nullable Instant expiresAt,
        @PlainText(max = 500) @Nullable String reason) {

    /// @throws ProblemException if the time is not valid
    Command.ChangeAccess by(Actor author, String subject, Instant now) {
        return new Command.ChangeAccess(author, new Wish.PutBan(subject, Expiry.of(expiresAt, now), reason));
    }
}
