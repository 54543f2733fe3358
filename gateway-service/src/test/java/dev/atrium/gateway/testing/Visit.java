package dev.atrium.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;

/// A session of a user, as a program has it.
///
/// @param accessToken by which it was opened
/// @param id of the session
/// @param token its present session token
/// @param refresh its present refresh token
public record Visit(String accessToken, String id, String token, String refresh) {

    /// A new session of the user of an access token.
    public static Visit of(String accessToken) {
        Gateway.Answer opened = Gateway.send(
                "POST", "/api/sessions", "Authorization", "Bearer " + accessToken, "User-Agent", "curl/8.5");
        assertEquals(201, opened.status(), opened.text());
        return of(accessToken, opened.json());
    }

    /// The same with new tokens.
    public Visit refreshed() {
        Gateway.Answer answer = ask(refresh);
        assertEquals(200, answer.status(), answer.text());
        return of(accessToken, answer.json());
    }

    /// Asks for new tokens.
    public static Gateway.Answer ask(String refreshToken) {
        return Gateway.sendJson("POST", "/api/session/refresh", "{\"refreshToken\":\"" + refreshToken + "\"}");
    }

    /// Value of the Authorization header.
    public String bearer() {
        return "Bearer " + token;
    }

    /// Value of the Cookie header, as a browser without TLS sends it.
    public String cookie() {
        return "atrium-session=" + token;
    }

    /// How often the audit trail has something that was done to the session.
    public int deeds(String action) {
        Gateway.Answer entries = Gateway.send(
                "GET", "/api/audit?action=" + action + "&target=" + id, "Authorization", "Bearer " + accessToken);
        return entries.json().path("items").size();
    }

    private static Visit of(String accessToken, JsonNode tokens) {
        return new Visit(
                accessToken,
                tokens.path("id").asText(),
                tokens.path("token").asText(),
                tokens.path("refreshToken").asText());
    }
}
