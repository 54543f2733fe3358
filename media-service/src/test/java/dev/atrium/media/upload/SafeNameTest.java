package dev.atrium.media.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafeNameTest {

    @ParameterizedTest
    @CsvSource({
        "plan.pdf, plan.pdf",
        "../../etc/passwd, passwd",
        "C:\\Users\\me\\plan.pdf, plan.pdf",
        "/etc/shadow, shadow",
        "' spaced .txt ', spaced .txt",
        "'a\tb\u0000c.txt', abc.txt",
        "photo\u202egpj.exe, photogpj.exe",
        "'Ü.txt', 'Ü.txt'",
        "family-\uD83D\uDC68\u200D\uD83D\uDC67.png, family-\uD83D\uDC68\u200D\uD83D\uDC67.png",
        ".gitignore, .gitignore"
    })
    void aNameKeepsWhatIsANameInIt(String clientName, String name) {
        assertEquals(name, SafeName.of(clientName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "...", "/", "a/..", "\u0000", "dir/", "\ud800"})
    void whatIsNoNameBecomesOne(String clientName) {
        assertEquals("unnamed", SafeName.of(clientName));
    }

    @Test
    void aLongNameKeepsItsExtension() {
        String name = SafeName.of("x".repeat(1_000) + ".jpeg");

        assertEquals(SafeName.MAX, name.length());
        assertTrue(name.endsWith("x.jpeg"));
    }

    @Test
    void noPairIsCutInTwo() {
        String name = SafeName.of("x" + "🙂".repeat(500) + ".png");

        assertTrue(name.length() <= SafeName.MAX);
        assertTrue(name.endsWith("🙂.png"));
    }

    @Test
    void anyTextBecomesASafeName() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String name = SafeName.of(anyText(random));

            assertFalse(name.isBlank());
            assertTrue(name.length() <= SafeName.MAX);
            assertFalse(name.contains("/") || name.contains("\\"));
            assertTrue(name.codePoints().noneMatch(Character::isISOControl));
            assertEquals(name, SafeName.of(name), "a safe name stays as it is");
        }
    }

    private static String anyText(Random random) {
        int[] ranges = {0x20, 0x80, 0x300, 0x2100, 0xd800, 0xe000, 0xffff, 0x1f700};
        return random.ints(random.nextInt(400), 0, ranges.length)
                .map(i -> random.nextInt(ranges[i]))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
