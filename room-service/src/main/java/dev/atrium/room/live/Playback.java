package dev.atrium.room.live;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.Decision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The clock by which all clients of a room play the same thing (RM-13).
final class Playback {

    private static final double MILLIS_PER_SECOND = 1_000;

    private @Nullable PlaybackView state;
    private boolean changed;

    /// @param controls whether the member holds the lock [LiveLimits#PLAYBACK_LOCK]
    Optional<Decision.Refused> play(Member member, boolean controls, LiveCommand.Play wish, long nowMillis) {
        if (!controls && member.role() != Role.OWNER) {
            return Optional.of(new Decision.Refused(
                    ProblemType.FORBIDDEN,
                    "Only the room's owners and who holds the lock '" + LiveLimits.PLAYBACK_LOCK + "' control this."));
        }
        PlaybackView before =
                state == null ? new PlaybackView(false, 0, 1, nowMillis, member.who()) : at(state, nowMillis);
        state = new PlaybackView(
                wish.playing() == null ? before.playing() : wish.playing(),
                wish.position() == null ? before.position() : wish.position(),
                wish.rate() == null ? before.rate() : wish.rate(),
                nowMillis,
                member.who());
        changed = true;
        return Optional.empty();
    }

    @Nullable
    PlaybackView view() {
        return state;
    }

    boolean isDirty() {
        return changed;
    }

    Optional<LiveFrame> drain() {
        PlaybackView present = state;
        if (!changed || present == null) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(new LiveFrame.Playback(present));
    }

    /// The same, with the position at another time.
    private static PlaybackView at(PlaybackView state, long nowMillis) {
        if (!state.playing()) {
            return state;
        }
        double seconds = Math.max(0, nowMillis - state.at()) / MILLIS_PER_SECOND;
        return new PlaybackView(true, state.position() + seconds * state.rate(), state.rate(), nowMillis, state.by());
    }
}
