package dev.atrium.media.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextPartsTest {

    @Test
    void aShortTextIsOnePart() {
        assertEquals(List.of("Hello. World."), TextParts.split("Hello. World.", 100));
    }

    @Test
    void noTextHasNoParts() {
        assertEquals(List.of(), TextParts.split("", 100));
    }

    @Test
    void partsEndBehindSentences() {
        assertEquals(
                List.of("One two three. ", "Four five six! ", "Seven."),
                TextParts.split("One two three. Four five six! Seven.", 20));
    }

    @Test
    void withoutSentencesPartsEndBehindWords() {
        assertEquals(List.of("one two ", "three ", "four five"), TextParts.split("one two three four five", 10));
    }

    @Test
    void withoutWordsPartsAreFull() {
        assertEquals(List.of("xxxxx", "xxxxx", "xx"), TextParts.split("x".repeat(12), 5));
    }

    @Test
    void bytesCountAndNotCharacters() {
        assertEquals(List.of("ééé", "éé"), TextParts.split("ééééé", 7));
    }

    @Test
    void anyTextIsCutWithoutLoss() {
        Random random = new Random(7);
        String alphabet = "ab .!?\n\t語。é🙂";
        int[] symbols = alphabet.codePoints().toArray();
        for (int i = 0; i < 5_000; i++) {
            String text = random.ints(random.nextInt(300), 0, symbols.length)
                    .map(s -> symbols[s])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            int maxBytes = 4 + random.nextInt(60);

            List<String> parts = TextParts.split(text, maxBytes);

            assertEquals(text, String.join("", parts));
            for (String part : parts) {
                assertFalse(part.isEmpty());
                assertTrue(part.getBytes(StandardCharsets.UTF_8).length <= maxBytes);
                assertFalse(Character.isLowSurrogate(part.charAt(0)));
            }
        }
    }
}
