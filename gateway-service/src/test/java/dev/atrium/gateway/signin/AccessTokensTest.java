package dev.atrium.gateway.signin;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class AccessTokensTest {

    private static final String AUTHORIZATION = "Authorization";

    private StandIn services = StandIn.fresh();
    private AccessTokens provider = services.provider();

    @BeforeEach
    void fresh() {
        services = StandIn.fresh();
        provider = services.provider();
    }

    @Test
    void aTokenOfTheProviderIdentifiesItsUserInItsOrganisation() {
        JsonNode me = me(provider.token("ann", "acme"));

        assertEquals("user:ann", me.path("subject").asText());
        assertEquals("acme", me.path("tenant").asText());
        assertEquals("ann-name", me.path("handle").asText());
        assertEquals("[\"editor\"]", me.path("roles").toString());
    }

    @Test
    void withoutAnOrganisationOneIsInCommons() {
        assertEquals(
                "commons",
                me(provider.sign(AccessTokens.claims("ann", Map.of())))
                        .path("tenant")
                        .asText());
    }

    @Test
    void theOrganisationCanComeAsAnObject() {
        Map<String, Object> claim = Map.of("organization", Map.of("globex", Map.of("id", "7")));

        assertEquals(
                "globex",
                me(provider.sign(AccessTokens.claims("ann", claim)))
                        .path("tenant")
                        .asText());
    }

    @Test
    void severalOrganisationsAreAmbiguous() {
        assertRefused(provider.sign(AccessTokens.claims("ann", Map.of("organization", List.of("acme", "globex")))));
    }

    @Test
    void expiredForeignAndForgedTokensAreRefused() {
        JwtClaims expired = AccessTokens.claims("ann", Map.of());
        expired.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
        JwtClaims early = AccessTokens.claims("ann", Map.of());
        early.setNotBeforeMinutesInThePast(-10);
        JwtClaims eternal = AccessTokens.claims("ann", Map.of());
        eternal.unsetClaim("exp");
        JwtClaims nobody = AccessTokens.claims("ann", Map.of());
        nobody.unsetClaim("sub");
        String valid = provider.token("ann", "acme");
        String[] parts = valid.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

        assertRefused(provider.sign(expired));
        assertRefused(provider.sign(early));
        assertRefused(provider.sign(eternal));
        assertRefused(provider.sign(nobody));
        assertRefused(provider.sign(AccessTokens.claims("ann", Map.of("aud", "another-api"))));
        assertRefused(provider.sign(AccessTokens.claims("ann", Map.of("iss", "https://evil.example"))));
        assertRefused(parts[0] + "." + encode(payload.replace("acme", "globex")) + "." + parts[2]);
        assertRefused(encode("{\"alg\":\"none\"}") + "." + parts[1] + ".AA");
        assertRefused(AccessTokens.withNewKey().token("ann", "acme"));
    }

    @Test
    void aNewKeyOfTheProviderIsTakenWithinSeconds() {
        AccessTokens rotated = AccessTokens.withNewKey();
        services.provider(rotated);

        String token = "Bearer " + rotated.token("ann", "acme");
        await().until(() -> Gateway.send("GET", "/api/me", AUTHORIZATION, token).status() == 200);

        // For the other tests, whose tokens have the former key.
        services.provider(provider);
        String former = "Bearer " + provider.token("ann", "acme");
        await().until(() ->
                Gateway.send("GET", "/api/me", AUTHORIZATION, former).status() == 200);
    }

    @Test
    void withoutTheProviderKnownKeysWorkAndNewOnesAreUnavailable() {
        String known = provider.token("ann", "acme");
        assertEquals("acme", me(known).path("tenant").asText());
        String apiKey = Gateway.newKey();
        String signedWithNewKey = AccessTokens.withNewKey().token("ann", "acme");

        services.away();

        Gateway.Answer unchecked = await().until(
                        () -> Gateway.send("GET", "/api/me", AUTHORIZATION, "Bearer " + signedWithNewKey),
                        answer -> answer.status() != ProblemType.UNAUTHENTICATED.status());
        unchecked.assertProblem(ProblemType.UNAVAILABLE);
        assertTrue(Integer.parseInt(unchecked.header("Retry-After")) > 0);
        assertEquals("acme", me(known).path("tenant").asText());
        assertEquals(200, Gateway.send("GET", "/api/me", AUTHORIZATION, apiKey).status());
    }

    @Test
    void aProviderThatFailsSaysNothingAboutAToken() {
        services.failsToGiveKeys();

        String token = "Bearer " + AccessTokens.withNewKey().token("ann", "acme");
        await().until(() ->
                Gateway.send("GET", "/api/me", AUTHORIZATION, token).status() == ProblemType.UNAVAILABLE.status());
    }

    @Test
    void aKeyMadeByAUserActsAsThatUser() {
        String token = "Bearer " + provider.token("ann", "acme");

        JsonNode key = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, token)
                .json();

        JsonNode me = me(key.path("key").asText());
        assertEquals("user:ann", me.path("subject").asText());
        assertEquals("acme", me.path("tenant").asText());
        assertEquals("ann-name", me.path("handle").asText());
        assertEquals("ann-name", key.path("handle").asText());
        assertEquals("[]", me.path("roles").toString());
    }

    @Test
    void keysOfTheSameSubjectInAnotherOrganisationAreNotShown() {
        String atAcme = "Bearer " + provider.token("bea", "acme");
        String atGlobex = "Bearer " + provider.token("bea", "globex");
        String id = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, atAcme)
                .json()
                .path("id")
                .asText();

        assertEquals(
                0,
                Gateway.send("GET", "/api/keys", AUTHORIZATION, atGlobex)
                        .json()
                        .path("items")
                        .size());
        Gateway.send("DELETE", "/api/keys/" + id, AUTHORIZATION, atGlobex).assertProblem(ProblemType.NOT_FOUND);
    }

    private static JsonNode me(String token) {
        Gateway.Answer answer = Gateway.send("GET", "/api/me", AUTHORIZATION, "Bearer " + token);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private static void assertRefused(String token) {
        Gateway.send("GET", "/api/rooms", AUTHORIZATION, "Bearer " + token).assertProblem(ProblemType.UNAUTHENTICATED);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
