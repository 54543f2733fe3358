package dev.atrium.gateway.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An identity provider that tells of its users.
///
/// @param source as it was registered
record ProviderSource(JsonNode source) {

    /// What registers one.
    static final String WISH = "{\"name\":\"Provider\",\"scheme\":\"standard\",\"type\":\"auth\"}";

    String id() {
        return source.path("id").asText();
    }

    /// Tells of a user; the gateway must take it.
    ///
    /// @param at milliseconds
    void deliver(String user, String type, long at, String email, String name) {
        Answer answer = send(user, type, at, email, name);
        assertEquals(202, answer.status(), answer.text());
    }

    /// Tells of a user, whose address it has verified; the gateway must take it.
    ///
    /// @param at milliseconds
    void deliverVerified(String user, long at, String email, String name) {
        Answer answer = send(
                "msg_" + UUID.randomUUID(),
                "{\"type\":\"user.updated\",\"timestamp\":" + at + ",\"data\":{\"id\":\"" + user + "\",\"email\":\""
                        + email + "\",\"email_verified\":true,\"name\":\"" + name + "\"}}");
        assertEquals(202, answer.status(), answer.text());
    }

    /// Tells something in whatever form; the gateway must take it.
    void deliver(String body) {
        Answer answer = send("msg_" + UUID.randomUUID(), body);
        assertEquals(202, answer.status(), answer.text());
    }

    Answer send(String user, String type, long at, String email, String name) {
        return send("msg_" + UUID.randomUUID(), user, type, at, email, name);
    }

    /// @param message its id; the same again is the same message
    Answer send(String message, String user, String type, long at, String email, String name) {
        String body = "{\"type\":\"" + type + "\",\"timestamp\":" + at + ",\"data\":{\"id\":\"" + user
                + "\",\"email\":\"" + email + "\",\"name\":\"" + name + "\"}}";
        return send(message, body);
    }

    private Answer send(String message, String body) {
        long time = Instant.now().getEpochSecond();
        return Gateway.sendJson(
                "POST",
                source.path("url").asText(),
                body,
                "webhook-id",
                message,
                "webhook-timestamp",
                Long.toString(time),
                "webhook-signature",
                "v1," + hmac(message + "." + time + "." + body));
    }

    /// As the extension of Keycloak signs what it posts.
    static String keycloaks(String secret, String body) {
        return HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    private String hmac(String text) {
        byte[] key = Base64.getDecoder().decode(source.path("secret").asText().substring("whsec_".length()));
        return Base64.getEncoder().encodeToString(hmac(key, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
