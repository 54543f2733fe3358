package dev.atrium.jobs.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PlainTest {

    @Test
    void whatNoFormatCarriesIsReplaced() {
        assertEquals("a\ufffdb\ufffd\ufffd\ufffd", Plain.of("a\u0000b\ud800\ufffe\u001b"));
    }

    @Test
    void lineEndsAreOne() {
        assertEquals("a\nb\nc\nd", Plain.of("a\r\nb\rc\u0085d"));
        assertEquals("a b", Plain.line(" a\r\n\tb "));
    }

    @Test
    void excerptIsCutBetweenCharacters() {
        assertEquals("👍👍…", Plain.excerpt("👍👍👍👍", 2));
        assertEquals("ab", Plain.excerpt("ab", 2));
        assertEquals("a b…", Plain.excerpt("a\nb c", 3));
    }
}
