package dev.atrium.room.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CursorsTest {

    private final People people = new People();
    private final Live live = new Live(() -> 1);

    @Test
    void theLatestOfEachSocketCounts() {
        Member ada = join("ada");
        Member adasPhone = join("ada");
        point(ada, "{\"x\":1}");
        point(adasPhone, "[1]");
        point(ada, "{\"x\":2}");

        LiveFrame frame = live.drain(Tempo.QUICK).getFirst();

        assertEquals(
                "{\"type\":\"cursors\",\"cursors\":[{\"socket\":1,\"subject\":\"user:ada\",\"cursor\":{\"x\":2}},"
                        + "{\"socket\":2,\"subject\":\"user:ada\",\"cursor\":[1]}]}",
                Json.write(frame));
        assertEquals(List.of(), live.drain(Tempo.QUICK));
    }

    @Test
    void aCursorGoesWithItsSocket() {
        Member ada = join("ada");
        Member bob = join("bob");
        point(ada, "1");
        point(bob, "2");
        live.drain(Tempo.QUICK);

        live.leave(ada, 0);
        point(bob, null);
        point(bob, null);

        assertEquals(
                "{\"type\":\"cursors\",\"cursors\":[{\"socket\":1,\"subject\":\"user:ada\",\"cursor\":null},"
                        + "{\"socket\":2,\"subject\":\"user:bob\",\"cursor\":null}]}",
                Json.write(live.drain(Tempo.QUICK).getFirst()));
        assertEquals(List.of(), live.snapshot(bob).cursors());
    }

    @Test
    void aFrameIsBoundedAndTheRestComesNext() {
        IntStream.range(0, 450).mapToObj(i -> join("p" + i)).forEach(member -> point(member, "7"));

        List<Integer> sizes = IntStream.range(0, 3)
                .mapToObj(_ -> live.drain(Tempo.QUICK).getFirst())
                .map(frame -> frame instanceof LiveFrame.Cursors(List<CursorView> cursors) ? cursors.size() : 0)
                .toList();

        assertEquals(List.of(200, 200, 50), sizes);
    }

    private Member join(String name) {
        Member member = people.writer(name);
        live.join(member);
        return member;
    }

    private void point(Member member, @Nullable String json) {
        live.handle(member, new LiveCommand.Point(json), null, 0);
    }
}
