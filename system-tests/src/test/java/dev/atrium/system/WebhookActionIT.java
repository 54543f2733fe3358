package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A push at GitHub is a message in a room (GW-9, JB-7): once, however often it is delivered, and as long
/// as who wanted it may write there.
final class WebhookActionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final Person bob = Person.withNewKey(suite);
    private final String room = ada.createRoom("Builds");

    @Test
    void aPushIsAMessageOnceUntilItsSourcesMakerMayNotWrite() {
        JsonNode source = bob.post("/api/webhook-sources", wish()).expect(201).json();

        push(source, "Fix a typo");
        push(source, "Fix a typo");
        push(source, "Fix another");

        JsonNode log = awaitLog(source, 2, "done");
        assertEquals("push", log.at("/items/0/kind").asText());
        assertEquals(List.of("acme/site: Fix a typo", "acme/site: Fix another"), messages());

        String subject = bob.get("/api/me").expect(200).json().path("subject").asText();
        ada.send("PUT", "/api/rooms/" + room + "/bans/" + subject, "application/json", "{}")
                .expect(200);
        push(source, "Break all");

        awaitLog(source, 1, "failed");
        assertEquals(2, messages().size());
        bob.post("/api/webhook-sources", wish()).expect(400);
    }

    private String wish() {
        ObjectNode wish = Http.JSON.createObjectNode().put("name", "GitHub").put("scheme", "github");
        wish.putObject("action")
                .putObject("message")
                .put("room", room)
                .put("text", "{{/repository/full_name}}: {{/head_commit/message}}");
        return wish.toString();
    }

    private void push(JsonNode source, String message) {
        ObjectNode body = Http.JSON.createObjectNode();
        body.putObject("repository").put("full_name", "acme/site");
        body.putObject("head_commit").put("message", message);
        Person.anonymous(suite)
                .post(
                        source.path("url").asText(),
                        body.toString(),
                        "X-GitHub-Event",
                        "push",
                        "X-Hub-Signature-256",
                        "sha256=" + hmac(source.path("secret").asText(), body.toString()))
                .expect(202);
    }

    private JsonNode awaitLog(JsonNode source, int count, String status) {
        String log = "/api/webhook-sources/" + source.path("id").asText() + "/deliveries?status=" + status;
        return Awaitility.await(count + " deliveries are " + status)
                .atMost(PATIENCE)
                .until(
                        () -> bob.get(log).expect(200).json(),
                        page -> page.path("items").size() == count);
    }

    /// Of programs, in the order of their texts: which of two comes first is nobody's promise.
    private List<String> messages() {
        return Pages.all(ada, "/api/rooms/" + room + "/messages").stream()
                .filter(message -> message.at("/sender/handle").asText().equals("system:webhook:GitHub"))
                .map(message -> message.path("content").asText())
                .sorted()
                .toList();
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
