package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of refresh tokens that come late, twice, or from nowhere.
final class FamilyTest {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    private final RefreshTokens tokens = new RefreshTokens(new SessionKeys(List.of(new byte[32])));
    private final RefreshToken first = tokens.first(UUID.randomUUID());
    private final RefreshToken second = tokens.after(first);
    private final RefreshToken third = tokens.after(second);

    private final Family rotated = Family.of(first).with(second, START);

    @Test
    void thePresentTokenIsRotated() {
        assertEquals(Family.Step.ROTATE, Family.of(first).step(first, START, GRACE));
        assertEquals(Family.Step.ROTATE, rotated.step(second, START, GRACE));
    }

    @Test
    void theReplacedTokenGetsItsSuccessorOnceMoreForAWhile() {
        assertEquals(Family.Step.REPEAT, rotated.step(first, START, GRACE));
        assertEquals(Family.Step.REPEAT, rotated.step(first, START.plusSeconds(29), GRACE));
        assertEquals(Family.Step.END, rotated.step(first, START.plusSeconds(30), GRACE));
    }

    @Test
    void anEarlierTokenEndsTheFamilyAtOnce() {
        assertEquals(Family.Step.END, rotated.with(third, START).step(first, START, GRACE));
    }

    @Test
    void whatTheFamilyNeverHadIsRefusedAndEndsNothing() {
        RefreshToken other = tokens.first(first.session());

        assertEquals(Family.Step.REFUSE, Family.of(first).step(other, START, GRACE));
        assertEquals(Family.Step.REFUSE, rotated.step(third, START, GRACE));
    }
}
