package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SessionTokensTest {

    private static final byte[] KEY = new byte[32];

    private final SessionTokens tokens = new SessionTokens(new SessionKeys(List.of(KEY)));
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final SessionClaims claims = new SessionClaims(
            UUID.randomUUID(),
            "user:ann",
            new TenantId("acme"),
            "Ann \"A\" Archer",
            Set.of("admin", "has space"),
            "globex",
            "ann@example.org",
            now.plus(Duration.ofDays(30)));

    @Test
    void aTokenSaysWhatWasPutIntoIt() {
        String token = token(tokens);

        assertEquals(Optional.of(claims), tokens.read(token));
        assertTrue(SessionTokens.isOne(token));
    }

    @Test
    void aTokenEnds() {
        assertEquals(Optional.empty(), tokens.read(tokens.issue(claims, now.minusSeconds(600), now.minusSeconds(60))));
    }

    @Test
    void anotherKeyOrTypeOrAlgorithmIsNotRead() {
        byte[] other = KEY.clone();
        other[0] = 1;
        SessionTokens others = new SessionTokens(new SessionKeys(List.of(other)));
        String[] parts = token(tokens).split("\\.");
        String untyped = encode("{\"alg\":\"HS256\"}") + "." + parts[1] + "." + parts[2];
        String unsigned = encode("{\"alg\":\"none\",\"typ\":\"session+jwt\"}") + "." + parts[1] + ".";

        for (String token : List.of(token(others), untyped, unsigned, parts[0] + "." + parts[1] + ".AAAA", "a.b.c")) {
            assertEquals(Optional.empty(), tokens.read(token), token);
        }
        assertFalse(SessionTokens.isOne(untyped));
        assertFalse(SessionTokens.isOne("a.b.c"));
    }

    @Test
    void allKeysOfTheFileReadAndTheFirstOneSigns() {
        byte[] newer = KEY.clone();
        newer[0] = 1;
        SessionTokens both = new SessionTokens(new SessionKeys(List.of(newer, KEY)));

        assertEquals(Optional.of(claims), both.read(token(tokens)));
        assertEquals(Optional.empty(), tokens.read(token(both)));
    }

    private String token(SessionTokens issuer) {
        return issuer.issue(claims, now, now.plusSeconds(300));
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
