package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.atrium.platform.paging.PageRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PlaybackTest {

    private final People people = new People();
    private final Member owner = people.moderator("olga");
    private final Member bob = people.writer("bob");
    private final Live live = new Live(() -> 1);

    @BeforeEach
    void join() {
        List.of(owner, bob).forEach(live::join);
    }

    @Test
    void thePositionGoesOnWhilePlaying() {
        assertNull(playback());
        play(owner, new LiveCommand.Play(true, 10.0, 2.0), 1_000);
        play(owner, new LiveCommand.Play(null, null, 0.5), 3_000);
        assertEquals(new PlaybackView(true, 14, 0.5, 3_000, owner.who()), playback());

        play(owner, new LiveCommand.Play(false, null, null), 5_000);
        play(owner, new LiveCommand.Play(true, null, null), 60_000);

        assertEquals(new PlaybackView(true, 15, 0.5, 60_000, owner.who()), playback());
        assertEquals(List.of(new LiveFrame.Playback(playbackNow())), live.drain(Tempo.NOW));
        assertEquals(List.of(), live.drain(Tempo.NOW));
    }

    @Test
    void aClockThatGoesBackDoesNotMoveThePosition() {
        play(owner, new LiveCommand.Play(true, 10.0, null), 5_000);
        play(owner, new LiveCommand.Play(false, null, null), 4_000);

        assertEquals(10, playbackNow().position());
    }

    @Test
    void onlyTheOwnerAndTheHolderOfTheLockControlIt() {
        LiveCommand.Play start = new LiveCommand.Play(true, null, null);
        assertEquals(Optional.of(403), handle(bob, start, 0));

        handle(bob, new LiveCommand.Acquire(LiveLimits.PLAYBACK_LOCK, 5_000, true), 0);

        assertEquals(Optional.empty(), handle(bob, start, 4_999));
        assertEquals(Optional.of(403), handle(bob, start, 5_000));
    }

    private void play(Member member, LiveCommand.Play wish, long now) {
        assertEquals(Optional.empty(), handle(member, wish, now));
    }

    private Optional<Integer> handle(Member member, LiveCommand command, long now) {
        return live.handle(member, command, null, now)
                .map(refused -> refused.type().status());
    }

    private @Nullable PlaybackView playback() {
        return live.view(new PageRequest(1, null)).playback();
    }

    private PlaybackView playbackNow() {
        return Optional.ofNullable(playback()).orElseThrow();
    }
}
