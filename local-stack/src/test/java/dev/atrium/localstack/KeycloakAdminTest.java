package dev.atrium.localstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the owner of the realm has changed stays.
class KeycloakAdminTest {

    private static final List<String> ADDRESSES = List.of("http://localhost:*", "https://localhost:*");

    private final Map<String, String> changes = new ConcurrentHashMap<>();
    private HttpServer keycloak;
    private KeycloakAdmin admin;

    @BeforeEach
    void start() throws IOException {
        keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keycloak.start();
        admin = new KeycloakAdmin("http://127.0.0.1:" + keycloak.getAddress().getPort(), "secret");
        answer("/realms/master/protocol/openid-connect/token", "{\"access_token\": \"t\"}");
    }

    @AfterEach
    void stop() {
        keycloak.stop(0);
    }

    @Test
    void addressesAreAddedToThoseThatTheOwnerHasChosen() throws Exception {
        clients("[{\"id\": \"7\", \"redirectUris\": [\"https://atrium.example/*\", \"http://localhost:*\"]}]");

        admin.allowRedirects("atrium-web", ADDRESSES);

        String change = changes.getOrDefault("/admin/realms/atrium/clients/7", "none");
        assertEquals(
                new ObjectMapper()
                        .readTree("{\"clientId\": \"atrium-web\", \"redirectUris\": [\"https://atrium.example/*\","
                                + " \"http://localhost:*\", \"https://localhost:*\"]}"),
                new ObjectMapper().readTree(change));
    }

    @Test
    void whatIsThereIsNotChanged() throws Exception {
        clients("[{\"id\": \"7\", \"redirectUris\": [\"https://localhost:*\", \"http://localhost:*\"]}]");

        admin.allowRedirects("atrium-web", ADDRESSES);

        assertEquals(Map.of(), changes);
    }

    @Test
    void whereThereIsNoSuchClientNothingIsChanged() throws Exception {
        clients("[]");

        admin.allowRedirects("atrium-web", ADDRESSES);

        assertEquals(Map.of(), changes);
    }

    @Test
    void anAdministratorWithAnotherPasswordIsAFailure() {
        keycloak.removeContext("/realms/master/protocol/openid-connect/token");

        assertThrows(IOException.class, () -> admin.allowRedirects("atrium-web", ADDRESSES));
    }

    private void clients(String found) {
        answer("/admin/realms/atrium/clients", found);
    }

    /// Also to what is below the path; a change is noted.
    private void answer(String path, String body) {
        keycloak.createContext(path, exchange -> {
            String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (exchange.getRequestMethod().equals("PUT")) {
                changes.put(exchange.getRequestURI().getPath(), sent);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
