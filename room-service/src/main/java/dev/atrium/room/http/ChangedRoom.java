package dev.atrium.room.http;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Text;
import org.jspecify.annotations.Nullable;

/// The body that changes a room; what is absent stays as it is.
///
/// @param name 1 to 100 characters
/// @param everyone the role that everybody of the tenant who has credentials has while the room is public: viewer,
///     commenter or editor
record ChangedRoom(
        @PlainText(max = Text.NAME_MAX) @Nullable String name,
        RoomEvent.@Nullable Visibility visibility,
        RoomEvent.@Nullable Role everyone) {

    /// @throws ProblemException if everybody would be an owner
    Command.ChangeAccess by(Actor author) {
        if (everyone == RoomEvent.Role.OWNER) {
            throw ProblemException.invalidProperty("/everyone", "must be viewer, commenter or editor");
        }
        return new Command.ChangeAccess(author, new Wish.Describe(name, visibility, everyone));
    }
}
