package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FramesTest {

    private final Member ada = new People().writer("ada");
    private final Live live = new Live(() -> 1);

    FramesTest() {
        live.join(ada);
    }

    @Test
    void theLatestPictureOfEachStreamCounts() {
        show("a", 1, "\"one\"");
        show("b", 7, "{}");
        show("a", 3, "\"three\"");
        show("a", 2, "\"two\"");

        List<LiveFrame> frames = live.drain(Tempo.QUICK);

        assertEquals(2, frames.size());
        assertEquals(
                "{\"type\":\"frame\",\"socket\":1,\"subject\":\"user:ada\",\"stream\":\"a\",\"sequence\":3,"
                        + "\"progress\":0.5,\"frame\":\"three\"}",
                Json.write(frames.getFirst()));
        assertEquals(List.of(), live.drain(Tempo.QUICK));
    }

    @Test
    void manyStreamsPushOutTheOldest() {
        IntStream.range(0, LiveLimits.STREAMS_WAITING + 5).forEach(i -> show("s" + i, i, "1"));

        List<LiveFrame> frames = live.drain(Tempo.QUICK);

        assertEquals(LiveLimits.STREAMS_WAITING, frames.size());
        assertEquals(5, frames.getFirst() instanceof LiveFrame.Frame frame ? frame.sequence() : -1);
    }

    private void show(String stream, long sequence, String json) {
        live.handle(ada, new LiveCommand.Show(stream, sequence, 0.5, json), null, 0);
    }
}
