package dev.atrium.gateway.apikey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class MakerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofDays(1));
    private static final Instant LATER = NOW.plus(Duration.ofDays(2));
    private static final Set<String> TWO = Set.of("rooms:read", "keys:write");

    private static final Maker LASTING = new Maker(caller(), null, null);
    private static final Maker ENDING = new Maker(caller(), new KeyHash("00"), SOON);

    @Test
    void aKeyAllowsAtMostWhatItsMakerMay() {
        assertEquals(TWO, LASTING.scopes(null));
        assertEquals(Set.of("rooms:read"), LASTING.scopes(Set.of("rooms:read")));
        assertRefused(ProblemType.FORBIDDEN, () -> LASTING.scopes(Set.of("rooms:read", "rooms:write")));
        assertRefused(ProblemType.INVALID_REQUEST, () -> LASTING.scopes(Set.of("rooms:fly")));
    }

    @Test
    void noKeyReachesSessions() {
        Maker user = new Maker(
                new Caller("user:ann", Anonymous.COMMONS, "ann", Set.of(), Set.of("rooms:read", "sessions:write")),
                null,
                null);

        assertEquals(Set.of("rooms:read"), user.scopes(null));
        assertRefused(ProblemType.INVALID_REQUEST, () -> user.scopes(Set.of("sessions:read")));
    }

    @Test
    void outsideOfAnOrganisationAKeyChangesNoneUnlessThatWasAskedFor() {
        Set<String> scopes = Set.of("rooms:read", "organisations:read", "organisations:write");
        Maker outside = maker(Anonymous.COMMONS, scopes);
        Maker inside = maker(new TenantId("acme"), scopes);

        assertEquals(Set.of("rooms:read", "organisations:read"), outside.scopes(null));
        assertEquals(Set.of("organisations:write"), outside.scopes(Set.of("organisations:write")));
        assertEquals(scopes, inside.scopes(null));
    }

    private static Maker maker(TenantId tenant, Set<String> scopes) {
        return new Maker(new Caller("user:ann", tenant, "ann", Set.of(), scopes), null, null);
    }

    @Test
    void aKeyFromBeforeDoesNotEither() {
        StoredKey key = new StoredKey(
                UUID.randomUUID(),
                Anonymous.COMMONS,
                "user:ann",
                "ann",
                null,
                Set.of("rooms:read", "sessions:read", "sessions:write"),
                null,
                null,
                null);

        assertEquals(Set.of("rooms:read"), key.caller().scopes());
    }

    @Test
    void aKeyEndsWithItsMakersKeyAtTheLatest() {
        assertNull(LASTING.expiry(null, NOW));
        assertEquals(LATER, LASTING.expiry(LATER, NOW));
        assertEquals(SOON, ENDING.expiry(null, NOW));
        assertEquals(SOON, ENDING.expiry(LATER, NOW));
        assertEquals(NOW.plusSeconds(1), ENDING.expiry(NOW.plusSeconds(1), NOW));
    }

    @Test
    void aKeyEndsInTheNextTenYearsOrNever() {
        Instant last = Instant.parse("2036-03-01T12:00:00Z");

        assertEquals(last, LASTING.expiry(last, NOW));
        assertRefused(ProblemType.INVALID_REQUEST, () -> LASTING.expiry(last.plusMillis(1), NOW));
        assertRefused(ProblemType.INVALID_REQUEST, () -> LASTING.expiry(Instant.MAX, NOW));
        assertRefused(ProblemType.INVALID_REQUEST, () -> LASTING.expiry(NOW, NOW));
    }

    @Test
    void nobodyRotatesOrEnablesAKeyThatIsWorthMoreThanTheirCredentials() {
        LASTING.demandMayMake(TWO, null);
        LASTING.demandMayMake(Set.of("rooms:read"), LATER);
        ENDING.demandMayMake(TWO, SOON);

        assertRefused(ProblemType.FORBIDDEN, () -> LASTING.demandMayMake(Set.of("rooms:write"), null));
        assertRefused(ProblemType.FORBIDDEN, () -> ENDING.demandMayMake(TWO, null));
        assertRefused(ProblemType.FORBIDDEN, () -> ENDING.demandMayMake(TWO, LATER));
    }

    private static Caller caller() {
        return new Caller("key:1", Anonymous.COMMONS, "quiet-heron-417", Set.of(), TWO);
    }

    private static void assertRefused(ProblemType type, Executable wish) {
        assertEquals(type, assertThrows(ProblemException.class, wish).type());
    }
}
