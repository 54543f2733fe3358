package dev.atrium.room.http.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.http.PlainText;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// The body that makes somebody a member.
///
/// @param role viewer, commenter, editor or owner
/// @param handle the name that others see; the known one, or else the subject, if absent
record NewMember(
        @NotNull Role role,
        @PlainText(max = Subject.LENGTH_MAX) @Nullable String handle) {

    Command.ChangeAccess by(Actor author, String subject) {
        return new Command.ChangeAccess(author, new Wish.SetMember(subject, handle, role));
    }
}
