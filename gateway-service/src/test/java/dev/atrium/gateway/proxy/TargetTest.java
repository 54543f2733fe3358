package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {

    @Test
    void aRequestWithoutAQueryStaysAsItIs() {
        assertEquals("/api/rooms", Target.of("/api/rooms", null));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=5&cursor=a%2Bb, /p?limit=5&cursor=a%2Bb",
        "ticket=secret, /p",
        "ticket=secret&after=7, /p?after=7",
        "after=7&ticket=secret&x, /p?after=7&x",
        "ticket, /p",
        "TICKET=secret, /p",
        "%74icket=secret, /p",
        "tick%65t=secret&a=1, /p?a=1",
        "a=ticket&%zz=1, /p?a=ticket&%zz=1",
        "&&a=1&, /p?a=1",
    })
    void theTicketIsTakenOutHoweverItIsWritten(String query, String expected) {
        assertEquals(expected, Target.of("/p", query));
    }
}
