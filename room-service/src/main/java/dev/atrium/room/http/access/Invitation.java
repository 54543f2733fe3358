package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.room.access.ShareToken;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.http.PlainText;
import jakarta.validation.constraints.NotNull;

/// The body by which one becomes a member.
///
/// @param token of a link
record Invitation(
        @NotNull @PlainText(max = ShareToken.LENGTH_MAX) String token) {

    Command.ChangeAccess acceptedBy(Actor author) {
        return new Command.ChangeAccess(author, new Wish.Join(ShareToken.hash(token)));
    }
}
