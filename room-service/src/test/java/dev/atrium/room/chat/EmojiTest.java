package dev.atrium.room.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmojiTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "👍",
                "👍🏽",
                "❤️",
                "❤",
                "😀",
                "🇨🇭",
                "1️⃣",
                "#️⃣",
                "👨‍👩‍👧‍👦",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                "👩🏽‍❤️‍💋‍👨🏿",
                "🏳️‍🌈",
                "+1",
                "thumbs-up",
                "a_b",
                "100"
            })
    void oneEmojiOrAShortNameIsGood(String text) {
        assertTrue(Emoji.fault(text).isEmpty(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "👍👍",
                "👍x",
                "x👍",
                "é",
                "漢",
                "Thumbs",
                "-a",
                "_",
                "a b",
                "\u0000",
                "\n",
                "<b>",
                "👍\u0301",
                "\u200D",
                "\uFE0F",
                "\ud83d",
                "../x"
            })
    void anythingElseIsNot(String text) {
        assertFalse(Emoji.fault(text).isEmpty(), text);
    }

    @Test
    void lengthsHaveLimits() {
        assertTrue(Emoji.fault("a".repeat(32)).isEmpty());
        assertFalse(Emoji.fault("a".repeat(33)).isEmpty());
        assertFalse(Emoji.fault("👩" + "\u200D👩".repeat(20)).isEmpty());
        assertFalse(Emoji.fault("👍".repeat(1_000_000)).isEmpty());
    }
}
