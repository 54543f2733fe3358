package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WorksTest {

    private final Live live = new Live(() -> 1);

    @Test
    void theLatestOfEachWorkIsToldAndNothingIsKept() {
        LiveFrame.Progress latest = progress("a", 7);
        live.show(progress("a", 1));
        live.show(progress("b", 2));
        live.show(latest);

        assertEquals(2, live.waiting(Tempo.CALM));
        assertEquals(List.of(latest, progress("b", 2)), live.drain(Tempo.CALM));
        assertEquals(List.of(), live.drain(Tempo.CALM));
    }

    @Test
    void manyWorksPushOutTheOldest() {
        IntStream.range(0, LiveLimits.WORKS_WAITING + 5).forEach(i -> live.show(progress("w" + i, i)));

        List<LiveFrame> frames = live.drain(Tempo.CALM);

        assertEquals(LiveLimits.WORKS_WAITING, frames.size());
        assertEquals(progress("w5", 5), frames.getFirst());
    }

    private static LiveFrame.Progress progress(String id, long done) {
        return new LiveFrame.Progress("user:ada", "workflow", id, "export", done, 100, null);
    }
}
