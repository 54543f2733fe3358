package dev.atrium.media.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentDispositionTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "plan.pdf, attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf",
                "Übersicht 1.txt, attachment; filename=\"_bersicht 1.txt\"; filename*=UTF-8''%C3%9Cbersicht%201.txt",
                "a\"b\\c%d.txt, attachment; filename=\"a_b_c_d.txt\"; filename*=UTF-8''a%22b%5Cc%25d.txt",
                "🙂.png, attachment; filename=\"_.png\"; filename*=UTF-8''%F0%9F%99%82.png"
            })
    void everyNameIsSaidInBothWays(String name, String header) {
        assertEquals(header, ContentDisposition.attachment(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\u0000b", "a\u007fb", "\";\u0085"})
    void noNameBreaksTheHeader(String name) {
        String header = ContentDisposition.attachment(name);

        assertTrue(header.chars().allMatch(c -> c >= ' ' && c < 0x7f), header);
        assertEquals(2, header.chars().filter(c -> c == '"').count());
    }
}
