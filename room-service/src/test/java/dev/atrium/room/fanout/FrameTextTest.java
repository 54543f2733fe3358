package dev.atrium.room.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FrameTextTest {

    @Test
    void manyFramesBecomeMessagesOfSomeLengthInOrder() {
        List<byte[]> frames =
                IntStream.range(0, 700).mapToObj(i -> frame(i, 1_000)).toList();

        List<byte[]> texts = FrameText.joinSome(frames);

        assertEquals(3, texts.size());
        assertTrue(texts.stream().allMatch(text -> text.length < FrameText.SOME_BYTES + 1_000));
        List<Integer> numbers = new ArrayList<>();
        texts.forEach(text -> Json.read(text, JsonNode.class)
                .forEach(frame -> numbers.add(frame.path("n").asInt())));
        assertEquals(IntStream.range(0, 700).boxed().toList(), numbers);
    }

    @Test
    void aLongFrameIsAMessageByItself() {
        byte[] small = frame(1, 10);
        byte[] large = frame(2, 2 * FrameText.SOME_BYTES);

        List<byte[]> texts = FrameText.joinSome(List.of(small, large, small, small));

        assertEquals(3, texts.size());
        assertEquals(List.of(small, large), texts.subList(0, 2));
        assertEquals(List.of(), FrameText.joinSome(List.of()));
    }

    private static byte[] frame(int number, int length) {
        return "{\"n\":%d,\"x\":\"%s\"}".formatted(number, "x".repeat(length)).getBytes(StandardCharsets.UTF_8);
    }
}
