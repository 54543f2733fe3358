package dev.atrium.room.http;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Text;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The body that changes a room; what is absent stays as it is.
///
/// @param name 1 to 100 characters
/// @param everyone the role that everybody of the tenant who has credentials has while the room is public: viewer,
///     commenter or editor
/// @param archived true: the room is only read from now on, and not in the list of rooms; false: as before
record ChangedRoom(
        @PlainText(max = Text.NAME_MAX) @Nullable String name,
        RoomEvent.@Nullable Visibility visibility,
        RoomEvent.@Nullable Role everyone,
        @Nullable Boolean archived) {

    /// One after the other.
    ///
    /// @throws ProblemException if everybody would be an owner
    List<Command.ChangeAccess> by(Actor author) {
        if (everyone == RoomEvent.Role.OWNER) {
            throw ProblemException.invalidProperty("/everyone", "must be viewer, commenter or editor");
        }
        Wish describe = new Wish.Describe(name, visibility, everyone);
        return Stream.of(describe, archived == null ? null : new Wish.Archive(archived))
                .filter(Objects::nonNull)
                .map(wish -> new Command.ChangeAccess(author, wish))
                .toList();
    }
}
