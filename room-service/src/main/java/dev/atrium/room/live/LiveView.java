package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.web.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The live state of a room at one moment.
///
/// @param people how many are here; of these, `here` has one page, by subject
/// @param viewers how many sockets without credentials there are, and of spectators for whom there was no seat
/// @param playback null if nothing was played since the room was last empty
public record LiveView(
        int people,
        int viewers,
        Page<PersonView> here,
        List<Actor> typing,
        List<LockView> locks,
        @Nullable PlaybackView playback) {

    public LiveView {
        typing = List.copyOf(typing);
        locks = List.copyOf(locks);
    }
}
