package dev.atrium.localstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The administrator of a Keycloak server.
///
/// @param url without a path
/// @param password of the user `admin`
record KeycloakAdmin(String url, String password) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /// Does not show the password.
    @Override
    public String toString() {
        return "KeycloakAdmin[" + url + "]";
    }

    /// @return whether the realm serves
    boolean answers() {
        HttpRequest request =
                request("/realms/atrium/.well-known/openid-configuration").build();
        try {
            return send(request).statusCode() == 200;
        } catch (IOException e) {
            return false; // does not listen yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void useMailPort(String port) throws IOException, InterruptedException {
        String change = """
                {"smtpServer": {"host": "127.0.0.1", "port": "%s", "from": "sign-in@atrium.test", \
                "fromDisplayName": "Atrium"}}""".formatted(port);
        put(token(), "", change);
    }

    /// Lets a client, if there is one of that name, send people also to these addresses after they have signed in.
    void allowRedirects(String client, List<String> addresses) throws IOException, InterruptedException {
        String token = token();
        HttpResponse<String> found = send(
                signed("/admin/realms/atrium/clients?clientId=" + client, token).build());
        requireSuccess(found);
        JsonNode present = JSON.readTree(found.body()).path(0);
        Set<String> allowed = new LinkedHashSet<>();
        present.path("redirectUris").forEach(address -> allowed.add(address.asText()));
        if (present.isObject() && allowed.addAll(addresses)) {
            put(
                    token,
                    "/clients/" + present.path("id").asText(),
                    JSON.writeValueAsString(Map.of("clientId", client, "redirectUris", allowed)));
        }
    }

    private String token() throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + password;
        HttpResponse<String> login = send(request("/realms/master/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        requireSuccess(login);
        return JSON.readTree(login.body()).path("access_token").asText();
    }

    /// Changes of a part of the realm what is named, and nothing else.
    private void put(String token, String part, String change) throws IOException, InterruptedException {
        requireSuccess(send(signed("/admin/realms/atrium" + part, token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(change))
                .build()));
    }

    private HttpRequest.Builder signed(String path, String token) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void requireSuccess(HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException("Keycloak answered " + response.statusCode() + " to "
                    + response.request().method() + " " + response.request().uri());
        }
    }
}
