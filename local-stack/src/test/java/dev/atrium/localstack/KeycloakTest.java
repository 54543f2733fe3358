package dev.atrium.localstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The realm, on the real Keycloak; only where its 176 MB were fetched already
/// (`./mvnw -pl local-stack dependency:copy@keycloak`).
class KeycloakTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    private static @Nullable RunningStack stack;
    private static String realm = "";

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Programs.besideTheJars("keycloak"))
                        || Files.exists(Programs.besideTheJars("programs/keycloak-26.7.3")),
                "Keycloak was not fetched");
        Ports ports = RunningStack.freePorts();
        realm = "http://127.0.0.1:" + ports.keycloak() + "/realms/atrium";
        stack = RunningStack.start(data, ports, "--parts", "keycloak");
        stack.ready();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
            assertEquals(List.of(), stack.leftRunning());
        }
    }

    @ParameterizedTest
    @CsvSource({"alice, acme, Alice Archer", "bob, globex, Bob Baker"})
    void aTokenNamesTheOrganisationWithoutBeingAskedTo(String user, String organisation, String name) throws Exception {
        HttpResponse<String> answer = post(
                "/protocol/openid-connect/token",
                "grant_type=password&client_id=atrium-cli&username=%s&password=%s".formatted(user, user));

        JsonNode claims =
                claims(JSON.readTree(answer.body()).path("access_token").asText());
        assertEquals(JSON.createArrayNode().add(organisation), claims.path("organization"));
        assertEquals(realm, claims.path("iss").asText());
        assertTrue(claims.path("aud").toString().contains("\"atrium-api\""));
        assertEquals(user + "@" + organisation + ".test", claims.path("email").asText());
        assertEquals(name, claims.path("name").asText());
        assertEquals(user, claims.path("preferred_username").asText());
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        HttpResponse<String> answer = post(
                "/protocol/openid-connect/token",
                "grant_type=password&client_id=atrium-cli&username=alice&password=wrong");

        assertEquals("invalid_grant", JSON.readTree(answer.body()).path("error").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/, S256, 200",
        "http://localhost:9999/back, S256, 200",
        "http://127.0.0.1:8080/, , 302",
        "http://127.0.0.1:8080@evil.test/, S256, 400",
        "https://evil.test/, S256, 400",
    })
    void theBrowserSignsInWithPkceOnThisMachineOnly(String back, @Nullable String pkce, int status) throws Exception {
        String challenge = pkce == null
                ? ""
                : "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

        HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(realm
                + "/protocol/openid-connect/auth?client_id=atrium-web&response_type=code&scope=openid" + challenge
                + "&redirect_uri=" + back)));

        assertEquals(status, page.statusCode());
    }

    private static JsonNode claims(String token) throws IOException {
        return JSON.readTree(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(realm + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
