package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/// An organisation with one of all that there is a route for.
final class Furnished {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// There is none.
    private static final String ABSENT = "01900000-0000-7000-8000-000000000000";

    /// In the name of each.
    private final String word = "walker-" + Long.toString(System.nanoTime(), 36);

    private final Map<String, String> ids = new HashMap<>();

    /// A new thing's id, and what is told of it once.
    private final Map<String, JsonNode> made = new HashMap<>();

    private final Person owner;
    private final String guest;

    /// @param alice the organisation's owner
    /// @param bob who is or becomes a member
    Furnished(Person alice, Person bob, String home) {
        owner = alice.in(home);
        guest = subject(bob);
        String organisation = "/api/organisations/" + home;
        ids.put("organisations", home);
        ids.put("tenants", home);
        ids.put("members", guest);
        ids.put("bans", "user:nobody");
        ids.put("cache", word);
        ids.put("reactions", "+1");
        ids.put("schemas", "a");
        ids.put("drafts", "main");
        ids.put("events", "go");
        ids.put("schedules", word);
        ids.put("queues", "media");
        ids.put("suppressions", ABSENT);
        ids.put("deliveries", ABSENT);
        ids.put("dead-letters", ABSENT);
        ids.put("restores", ABSENT);
        make("teams", organisation + "/teams", "{\"name\":\"%s\"}");
        make("invitations", organisation + "/invitations", "{\"email\":\"%s@example.org\",\"role\":\"viewer\"}");
        make("keys", "/api/keys", "{}");
        make("users", "/api/users", "{\"email\":\"u%s@example.org\",\"name\":\"W\"}");
        make("webhook-sources", "/api/webhook-sources", "{\"name\":\"%s\",\"scheme\":\"github\"}");
        ids.put("webhooks", ids.get("webhook-sources"));
        make(
                "webhook-endpoints",
                "/api/webhook-endpoints",
                "{\"url\":\"https://example.com/%s\",\"eventTypes\":[\"message.*\"]}");
        make("workers", "/api/workers", "{\"name\":\"%s\",\"url\":\"https://example.com/%s\"}");
        make(
                "subscriptions",
                "/api/notifications/push/subscriptions",
                "{\"endpoint\":\"https://push.example.com/%s\",\"keys\":{\"p256dh\":\"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-"
                        + "JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4\",\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\"}}");
        make("sessions", alice.send("POST", "/api/sessions"));
        owner.send("PUT", "/api/cache/" + word, "text/plain", "mine").expect(201);
        furnishRoom();
        make(
                "workflows",
                owner.post(
                        "/api/workflow/start",
                        "{\"type\":\"reminder\",\"id\":\"%1$s\",\"input\":{\"text\":\"%1$s\",\"after\":\"P1D\"}}"
                                .formatted(word)));
        make("exports", "/api/exports", "{\"room\":\"" + ids.get("rooms") + "\",\"formats\":[\"html\"]}");
        make("backups", "/api/backups", "{}");
        owner.post("/api/notifications", "{\"recipients\":[\"" + subject(alice) + "\"],\"title\":\"" + word + "\"}")
                .expect(202);
        ids.put("notifications", awaitFirst("/api/notifications"));
        ids.put("jobs", awaitFirst("/api/jobs?type=notify.notice")); // which tells nothing of how far it is
        await("/api/backups/" + ids.get("backups"));
    }

    private void furnishRoom() {
        make("rooms", "/api/rooms", "{\"name\":\"%s\",\"visibility\":\"public\"}");
        String room = "/api/rooms/" + ids.get("rooms");
        make("messages", room + "/messages", "{\"content\":\"%s\"}");
        owner.post(room + "/messages/" + ids.get("messages") + "/report", "{\"reason\":\"other\"}")
                .expect(202);
        ids.put("items", ids.get("messages"));
        make("rules", "/api/moderation/rules", "{\"name\":\"%s\",\"check\":{\"type\":\"mentions\",\"max\":5}}");
        make("links", room + "/links", "{\"role\":\"viewer\"}");
        make(
                "files",
                owner.upload(word + ".png", "image/png", Samples.png(400, 300), Map.of("room", ids.get("rooms"))));
    }

    /// Makes another one of a kind, which is the kind's from now on.
    ///
    /// @param body with `%s` for the word
    void make(String kind, String path, String body) {
        make(kind, owner.post(path, body.replace("%s", word)));
    }

    void make(String kind, Http.Answer answer) {
        if (answer.status() != 201) {
            answer.expect(202);
        }
        made.put(kind, answer.json());
        ids.put(kind, answer.json().path("id").asText());
    }

    /// What was told when the kind's last one was made.
    String told(String kind, String property) {
        return Objects.requireNonNull(made.get(kind), kind).path(property).asText();
    }

    void set(String kind, String id) {
        ids.put(kind, id);
    }

    String id(String kind) {
        return Objects.requireNonNull(ids.get(kind), kind);
    }

    /// Returns when something is complete.
    void await(String path) {
        Awaitility.await(path + " is complete")
                .atMost(PATIENCE)
                .until(() -> owner.get(path)
                        .expect(200)
                        .json()
                        .path("status")
                        .asText()
                        .equals("complete"));
    }

    /// Returns the id of a list's first item, once there is one.
    String awaitFirst(String path) {
        return Awaitility.await(path + " has one")
                .atMost(PATIENCE)
                .until(
                        () -> owner.get(path)
                                .expect(200)
                                .json()
                                .at("/items/0/id")
                                .asText(),
                        id -> !id.isEmpty());
    }

    /// The path with an id of the organisation in each placeholder, by what stands before it.
    String path(String route) {
        String[] segments = route.substring(route.indexOf(' ') + 1).split("/");
        for (int i = 1; i < segments.length; i++) {
            if (segments[i].equals("{}")) {
                segments[i] = URLEncoder.encode(id(segments[i - 1]), StandardCharsets.UTF_8);
            }
        }
        return String.join("/", segments);
    }

    /// An example with the organisation's room in place of the one that it names.
    String body(String example) {
        JsonNode body = Http.json(example);
        if (body instanceof ObjectNode object && object.has("room")) {
            object.put("room", ids.get("rooms"));
        }
        return body.toString();
    }

    String word() {
        return word;
    }

    /// Whether an answer has anything of it. Short names are no secrets, and the guest knows who it is.
    boolean isToldBy(Http.Answer answer) {
        String text = answer.text();
        return text.contains(word)
                || ids.values().stream().anyMatch(id -> id.length() >= 16 && !id.equals(guest) && text.contains(id));
    }

    static String subject(Person person) {
        return person.get("/api/me").expect(200).json().path("subject").asText();
    }
}
