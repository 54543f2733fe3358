package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FramesTest {

    private final People people = new People();
    private final Member ada = people.writer("ada");
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
        IntStream.range(0, LiveLimits.STREAMS_MAX + 5).forEach(i -> show("s" + i, i, "1"));
        show("s5", 99, "2");

        List<LiveFrame> frames = live.drain(Tempo.QUICK);

        assertEquals(LiveLimits.STREAMS_MAX, frames.size());
        assertEquals(
                99,
                frames.getFirst() instanceof LiveFrame.Frame frame
                        ? frame.picture().sequence()
                        : -1);
        List<FrameView> kept = kept();
        assertEquals(LiveLimits.STREAMS_MAX, kept.size());
        assertEquals("s6", kept.getFirst().stream());
        assertEquals(99, kept.getLast().sequence());
    }

    @Test
    void whatIsKeptIsBoundedInBytes() {
        String large = "\"" + "é".repeat(LiveLimits.FRAME_BYTES_MAX / 2 - 1) + "\"";
        for (int i = 0; i < 5; i++) {
            show("large" + i, i, large);
        }
        show("large3", 9, large);
        assertEquals(List.of("large2", "large4", "large3"), keptStreams());

        show("small", 1, "1");
        show("large3", 10, "1");
        show("large5", 11, large);

        assertEquals(List.of("large4", "small", "large3", "large5"), keptStreams());
        assertEquals(7, live.drain(Tempo.QUICK).size());
    }

    private List<String> keptStreams() {
        return kept().stream().map(FrameView::stream).toList();
    }

    @Test
    void whoComesLaterSeesTheLatestPictureOfEachStream() {
        show("a", 1, "1");
        show("b", 1, "1");
        live.drain(Tempo.QUICK);
        show("a", 2, "{}");

        assertEquals(
                List.of(
                        new FrameView(1, "user:ada", "b", 1, 0.5, "1"),
                        new FrameView(1, "user:ada", "a", 2, 0.5, "{}")),
                kept());
    }

    @Test
    void aPictureIsKeptWhileItsSocketIsThere() {
        Member second = people.writer("ada");
        live.join(second);
        show("a", 1, "1");
        live.handle(second, new LiveCommand.Show("a", 5, null, "2"), null, 0);

        live.leave(ada, 0);

        assertEquals(List.of(new FrameView(2, "user:ada", "a", 5, null, "2")), kept());
        assertEquals(2, live.drain(Tempo.QUICK).size());
        assertEquals(Long.MAX_VALUE, live.nextMillis());
    }

    @Test
    void aPictureThatIsDoneIsKeptForAWhile() {
        show("a", 1, "1");
        live.handle(ada, new LiveCommand.Show("b", 1, 1.0, "1"), null, 100);

        assertEquals(100 + LiveLimits.DONE_FRAME_MILLIS, live.nextMillis());
        live.expire(live.nextMillis() - 1);
        assertEquals(2, kept().size());
        live.expire(live.nextMillis());

        assertEquals(List.of("a"), kept().stream().map(FrameView::stream).toList());
    }

    @Test
    void whoMayNotShowPicturesAnyMoreShowsNone() {
        show("a", 1, "1");

        live.become(ada, People.caller("user:ada", "ada"), Role.COMMENTER, 0);

        assertEquals(List.of(), kept());
    }

    private List<FrameView> kept() {
        return live.snapshot(ada).frames();
    }

    private void show(String stream, long sequence, String json) {
        live.handle(ada, new LiveCommand.Show(stream, sequence, 0.5, json), null, 0);
    }
}
