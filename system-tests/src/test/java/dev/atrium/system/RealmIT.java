package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The local identity provider's realm.
final class RealmIT {

    private final Suite suite = Suite.running();
    private final String realm = realm(suite);

    @ParameterizedTest
    @CsvSource({"alice, acme, Alice Archer", "bob, globex, Bob Baker", "olga, operators, Olga Olsen"})
    void aTokenNamesTheOrganisationWithoutBeingAskedTo(String user, String organisation, String name)
            throws IOException {
        JsonNode claims = claims(SignInIT.token(suite, user, user).expect(200));

        assertEquals(Http.JSON.createArrayNode().add(organisation), claims.path("organization"));
        assertEquals(realm, claims.path("iss").asText());
        assertTrue(claims.path("aud").toString().contains("\"atrium-api\""));
        assertEquals(user + "@" + organisation + ".test", claims.path("email").asText());
        assertEquals(name, claims.path("name").asText());
        assertEquals(user, claims.path("preferred_username").asText());
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertEquals(
                "invalid_grant",
                SignInIT.token(suite, "alice", "wrong").json().path("error").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/, S256, 200",
        "http://localhost:9999/back, S256, 200",
        "https://127.0.0.1:8443/, S256, 200",
        "https://localhost:8443/back, S256, 200",
        "http://127.0.0.1:8080/, , 302",
        "http://127.0.0.1:8080@evil.test/, S256, 400",
        "https://127.0.0.1:8443@evil.test/, S256, 400",
        "https://evil.test/, S256, 400",
    })
    void theBrowserSignsInWithPkceOnThisMachineOnly(String back, @Nullable String pkce, int status) {
        SignInIT.person(suite, "alice"); // the provider is up
        String challenge = pkce == null
                ? ""
                : "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

        Http.Answer page = Http.send(HttpRequest.newBuilder(URI.create(realm
                + "/protocol/openid-connect/auth?client_id=atrium-web&response_type=code&scope=openid" + challenge
                + "&redirect_uri=" + back)));

        assertEquals(status, page.status());
    }

    private static String realm(Suite suite) {
        String tokens = suite.tokens().toString();
        return tokens.substring(0, tokens.indexOf("/protocol/"));
    }

    private static JsonNode claims(Http.Answer answer) throws IOException {
        String token = answer.json().path("access_token").asText();
        return Http.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }
}
