package dev.atrium.jobs.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class DeadLetterContentTest {

    private static final int MOST = DeadLetterContent.MOST_BYTES;

    @Test
    void textIsShownAsText() {
        assertEquals(new DeadLetterContent.Excerpt("{\"ä\":1}", null, false), of("{\"ä\":1}"));
        assertEquals(new DeadLetterContent.Excerpt("", null, false), of(""));
    }

    @Test
    void otherBytesAreShownInBase64() {
        byte[] bytes = {(byte) 0xff, 0, 7};

        assertEquals(
                new DeadLetterContent.Excerpt(null, Base64.getEncoder().encodeToString(bytes), false),
                DeadLetterContent.Excerpt.of(bytes));
    }

    @Test
    void whatIsTooLongIsCutBetweenTwoCharacters() {
        assertEquals(new DeadLetterContent.Excerpt("x".repeat(MOST), null, false), of("x".repeat(MOST)));
        assertEquals(new DeadLetterContent.Excerpt("x".repeat(MOST), null, true), of("x".repeat(MOST) + "y"));
        assertEquals(new DeadLetterContent.Excerpt("x".repeat(MOST - 1), null, true), of("x".repeat(MOST - 1) + "ä"));
    }

    private static DeadLetterContent.Excerpt of(String text) {
        return DeadLetterContent.Excerpt.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
