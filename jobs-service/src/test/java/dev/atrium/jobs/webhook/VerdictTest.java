package dev.atrium.jobs.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.atrium.jobs.outside.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VerdictTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final RetrySchedule SCHEDULE =
            new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void successIsDelivered(int status) {
        assertEquals(new Verdict.Delivered(), of(answered(status, Map.of()), 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 301, 302, 307, 308, 400, 401, 404, 409, 429, 500, 502, 503, 504, 599})
    void everythingElseIsTriedAgainUntilTheAttemptsAreUsedUp(int status) {
        assertInstanceOf(Verdict.Again.class, of(answered(status, Map.of()), 1));
        assertInstanceOf(Verdict.Again.class, of(answered(status, Map.of()), 2));
        assertInstanceOf(Verdict.Failed.class, of(answered(status, Map.of()), 3));
    }

    @Test
    void goneIsTheEnd() {
        assertEquals(new Verdict.Gone("it answered 410"), of(answered(410, Map.of()), 1));
    }

    @Test
    void whatCouldNotBeSentIsTriedAgain() {
        assertEquals(
                "the host is not public",
                assertInstanceOf(Verdict.Again.class, of(new Reply.Refused("the host is not public"), 1))
                        .error());
        assertInstanceOf(Verdict.Failed.class, of(new Reply.Failed("the host took no connection"), 3));
    }

    @Test
    void whatWasNotSentForAReasonOfOurOwnIsPostponedHoweverManyAttemptsThereWere() {
        Instant at = assertInstanceOf(Verdict.Postponed.class, of(new Reply.Busy("busy"), 3))
                .at();

        assertFalse(at.isBefore(NOW.plusSeconds(5)));
        assertFalse(at.isAfter(NOW.plusSeconds(10)));
    }

    @Test
    void onlyTheTwoThatAreMeantToCanHaveUsWait() {
        Map<String, String> hour = Map.of("retry-after", "3600");

        for (int status : new int[] {429, 503}) {
            Verdict.Again again = assertInstanceOf(Verdict.Again.class, of(answered(status, hour), 1));
            assertEquals(NOW.plusSeconds(3_600), again.at());
            assertEquals(NOW.plusSeconds(3_600), again.rest());
        }
        assertNull(assertInstanceOf(Verdict.Again.class, of(answered(500, hour), 1))
                .rest());
    }

    private static Verdict of(Reply reply, int attempts) {
        return Verdict.of(reply, attempts, SCHEDULE, NOW, new Random(1));
    }

    private static Reply answered(int status, Map<String, String> headers) {
        return new Reply.Answered(status, headers, new byte[0]);
    }
}
