package dev.atrium.room.http;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Text;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// The body that creates a room.
///
/// @param name 1 to 100 characters
/// @param kind what the room is for; `chat` if absent
/// @param visibility `public`: everybody in the tenant may read and, with the right to write, send; `private`: only the
///     owner; `public` if absent
record NewRoom(
        @NotNull @PlainText(max = Text.NAME_MAX) String name,
        RoomEvent.@Nullable Kind kind,
        RoomEvent.@Nullable Visibility visibility) {

    Command.Create by(Actor author) {
        return new Command.Create(
                author,
                name,
                kind == null ? RoomEvent.Kind.CHAT : kind,
                visibility == null ? RoomEvent.Visibility.PUBLIC : visibility);
    }
}
