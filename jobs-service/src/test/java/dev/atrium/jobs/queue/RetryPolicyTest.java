package dev.atrium.jobs.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final RetryPolicy policy = new RetryPolicy(3, new Backoff(Duration.ofSeconds(10), Duration.ofHours(1)));
    private final Random random = new Random(7);

    @Test
    void failureIsTriedAgainWithinTheBackoff() {
        var verdict = policy.after(new Outcome.Retry("busy"), 2, NOW, random);

        var retrying = assertInstanceOf(RetryPolicy.Verdict.Retrying.class, verdict);
        assertFalse(retrying.at().isBefore(NOW));
        assertFalse(retrying.at().isAfter(NOW.plusSeconds(20)));
    }

    @Test
    void handlersDelayIsTheLeast() {
        var verdict = policy.after(new Outcome.Retry("busy", Duration.ofMinutes(5)), 1, NOW, random);

        var retrying = assertInstanceOf(RetryPolicy.Verdict.Retrying.class, verdict);
        assertFalse(retrying.at().isBefore(NOW.plusSeconds(300)));
        assertFalse(retrying.at().isAfter(NOW.plusSeconds(330)));
    }

    @Test
    void handlersDelayGivesNoFurtherAttempt() {
        var verdict = policy.after(new Outcome.Retry("busy", Duration.ofMinutes(5)), 3, NOW, random);

        assertInstanceOf(RetryPolicy.Verdict.Dead.class, verdict);
    }

    @Test
    void lastAttemptThatFailsIsTheEnd() {
        var verdict = policy.after(new Outcome.Retry("busy"), 3, NOW, random);

        assertEquals(new RetryPolicy.Verdict.Dead("gave up after 3 attempts: busy"), verdict);
    }

    @Test
    void whatWouldFailAgainIsNotTriedAgain() {
        assertEquals(
                new RetryPolicy.Verdict.Dead("nonsense"), policy.after(new Outcome.Dead("nonsense"), 1, NOW, random));
    }

    @Test
    void attemptsThatDidNotEndCount() {
        assertTrue(policy.allowsAnother(2));
        assertFalse(policy.allowsAnother(3));
    }
}
