package dev.atrium.room.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "two\nlines\r\n\tof text", "naïve 日本 🙂", "<script>alert(1)</script>", "'; drop table"})
    void whatPeopleWriteIsGood(String text) {
        assertEquals(Optional.empty(), Text.fault(text, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\n\t", "nul \u0000", "bell \u0007", "half \ud83d", "other half \ude42", "c1 \u0085"})
    void whatCannotBeStoredOrShownIsNot(String text) {
        assertTrue(Text.fault(text, 100).isPresent());
    }

    @Test
    void charactersAreCountedAsPeopleCount() {
        assertEquals(Optional.empty(), Text.fault("🙂".repeat(10), 10));
        assertTrue(Text.fault("🙂".repeat(11), 10).isPresent());
    }
}
