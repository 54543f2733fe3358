package dev.atrium.jobs.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {

    @Test
    void cursorIsReadBack() {
        Cursor cursor = new Cursor(Instant.parse("2026-02-03T04:05:06.123456Z"), "onboarding:ä.1");

        assertEquals(cursor, Cursor.parse(cursor.toString()));
        assertEquals(Cursor.START, Cursor.parse(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "%%%",
                "MTIz",
                "LjE",
                "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LmE",
                "OTIyMzM3MjAzNjg1NDc3NTgwNy5h"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(ProblemException.class, () -> Cursor.parse(text));
    }

    @Test
    void idWithoutAPlaceInTheDatabaseIsRefused() {
        String nul = Base64.getUrlEncoder().encodeToString("1.a\0b".getBytes(StandardCharsets.UTF_8));

        assertThrows(ProblemException.class, () -> Cursor.parse(nul));
    }
}
