package dev.atrium.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/// An organisation with one of all that there is a route for.
final class Furnished {

    /// In the name of each.
    private final String word = "walker-" + Long.toString(System.nanoTime(), 36);

    private final Map<String, String> ids = new HashMap<>();

    Furnished(Person owner, String home) {
        String organisation = "/api/organisations/" + home;
        ids.put("organisations", home);
        ids.put("tenants", home);
        ids.put("members", "user:nobody");
        ids.put("teams", made(owner.post(organisation + "/teams", named("name"))));
        ids.put(
                "invitations",
                made(owner.post(
                        organisation + "/invitations",
                        "{\"email\":\"" + word + "@example.org\",\"role\":\"viewer\"}")));
        ids.put("keys", made(owner.post("/api/keys", "{}")));
        ids.put("users", made(owner.post("/api/users", "{\"email\":\"u" + word + "@example.org\",\"name\":\"W\"}")));
        ids.put(
                "webhook-sources",
                made(owner.post("/api/webhook-sources", "{\"name\":\"" + word + "\",\"scheme\":\"github\"}")));
        ids.put("webhooks", ids.get("webhook-sources"));
        ids.put(
                "webhook-endpoints",
                made(owner.post(
                        "/api/webhook-endpoints",
                        "{\"url\":\"https://example.com/hook\",\"eventTypes\":[\"message.*\"]}")));
        ids.put("cache", word);
        owner.send("PUT", "/api/cache/" + word, "text/plain", "mine").expect(201);
        String room = made(owner.post("/api/rooms", "{\"name\":\"" + word + "\",\"visibility\":\"public\"}"));
        ids.put("rooms", room);
        ids.put("messages", made(owner.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + word + "\"}")));
        owner.post("/api/rooms/" + room + "/messages/" + ids.get("messages") + "/report", "{\"reason\":\"other\"}")
                .expect(202);
        ids.put("items", ids.get("messages"));
        ids.put(
                "rules",
                made(owner.post(
                        "/api/moderation/rules",
                        "{\"name\":\"" + word + "\",\"check\":{\"type\":\"mentions\",\"max\":5}}")));
        ids.put("reactions", "+1");
        ids.put("schemas", "a");
        ids.put("drafts", "main");
        ids.put("bans", "user:nobody");
        ids.put("links", made(owner.post("/api/rooms/" + room + "/links", "{\"role\":\"viewer\"}")));
        ids.put("files", made(owner.upload(word + ".png", "image/png", Samples.png(20, 20), Map.of("room", room))));
        owner.post(
                        "/api/workflow/start",
                        "{\"type\":\"reminder\",\"id\":\"" + word + "\",\"input\":{\"text\":\"" + word
                                + "\",\"after\":\"P1D\"}}")
                .expect(202);
        ids.put("workflows", word);
        ids.put("events", "go");
        ids.put("schedules", word);
        ids.put("queues", "media");
        ids.put("notifications", "01900000-0000-7000-8000-000000000000");
        for (String absent :
                List.of("sessions", "suppressions", "subscriptions", "deliveries", "exports", "backups", "restores")) {
            ids.put(absent, "01900000-0000-7000-8000-000000000000");
        }
        ids.put(
                "jobs",
                Awaitility.await("the file's job")
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () -> owner.get("/api/jobs")
                                        .expect(200)
                                        .json()
                                        .at("/items/0/id")
                                        .asText(),
                                id -> !id.isEmpty()));
    }

    /// The path with an id of the organisation in each placeholder, by what stands before it.
    String path(String route) {
        String[] segments = route.substring(route.indexOf(' ') + 1).split("/");
        for (int i = 1; i < segments.length; i++) {
            if (segments[i].equals("{}")) {
                String id = Objects.requireNonNull(ids.get(segments[i - 1]), segments[i - 1]);
                segments[i] = URLEncoder.encode(id, StandardCharsets.UTF_8);
            }
        }
        return String.join("/", segments);
    }

    /// An example with the organisation's room in place of the one that it names.
    String body(String example) {
        try {
            JsonNode body = Http.JSON.readTree(example);
            if (body instanceof ObjectNode object && object.has("room")) {
                object.put("room", ids.get("rooms"));
            }
            return body.toString();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String word() {
        return word;
    }

    /// Whether an answer has anything of it. Short names are no secrets.
    boolean isToldBy(Http.Answer answer) {
        String text = answer.text();
        return text.contains(word) || ids.values().stream().anyMatch(id -> id.length() >= 16 && text.contains(id));
    }

    private String named(String property) {
        return "{\"" + property + "\":\"" + word + "\"}";
    }

    private static String made(Http.Answer answer) {
        return answer.expect(201).json().path("id").asText();
    }
}
