package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.system.KnownRoutes.Kind;
import dev.atrium.system.KnownRoutes.Known;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Walks every route of the API with the ids of somebody else's organisation (GW-8): as its owner's
/// equal elsewhere, as a viewer in it, and without credentials.
final class EveryRouteIT {

    private static final String WORD = "walker-" + Long.toString(System.nanoTime(), 36);

    private final Suite suite = Suite.running();
    private final Person passerby = Person.anonymous(suite);
    private final Map<String, String> ids = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private int requests;

    @Test
    void nothingOfAnOrganisationIsReachedFromOutsideOrBeyondARole() {
        Person alice = SignInIT.person(suite, "alice");
        Person bob = SignInIT.person(suite, "bob");
        String home = organisation(alice);
        Person owner = alice.in(home);
        furnish(owner, home);
        Mailed.membership(suite, owner, home, bob, "bob@globex.test", "viewer");
        Person viewer = bob.in(home);
        Person foreigner = bob.in(organisation(bob));
        Map<String, Known> known = KnownRoutes.all();
        Map<String, JsonNode> described = described();
        assertEquals(List.of(), unknown(described, known), "routes that KnownRoutes does not know");

        known.keySet().retainAll(described.keySet());
        known.forEach((route, meaning) -> {
            JsonNode operation = Objects.requireNonNull(described.get(route));
            asForeigner(foreigner, route, meaning);
            asViewer(viewer, route, meaning);
            asPasserby(route, meaning, isOpen(operation));
        });

        System.out.printf("%d routes, %d requests as foreigner, viewer and passer-by%n", known.size(), requests);
        assertEquals(List.of(), findings);
        assertUntouched(owner);
    }

    private void asForeigner(Person foreigner, String route, Known known) {
        switch (known.kind()) {
            case THING, VIEWED -> expect(foreigner, route, known, "a foreigner", 404);
            case SOCKET -> expectSocket(foreigner, route, 404);
            case LIST -> expectNothing(foreigner, route, known, "a foreigner");
            case PUBLIC, SELF, OWN -> {}
        }
    }

    private void asViewer(Person viewer, String route, Known known) {
        boolean writes = !route.startsWith("GET ");
        boolean meant = known.kind() == Kind.THING || known.kind() == Kind.OWN;
        if (writes && meant) {
            expect(viewer, route, known, "a viewer", 403);
        }
    }

    private void asPasserby(String route, Known known, boolean open) {
        switch (known.kind()) {
            case THING, VIEWED -> expect(passerby, route, known, "a passer-by", open ? 404 : 401);
            case SELF, OWN -> {
                if (!open) {
                    expect(passerby, route, known, "a passer-by", 401);
                }
            }
            case LIST -> {
                if (open) {
                    expectNothing(passerby, route, known, "a passer-by");
                } else {
                    expect(passerby, route, known, "a passer-by", 401);
                }
            }
            case SOCKET -> expectSocket(passerby, route, 404);
            case PUBLIC -> {}
        }
    }

    private void expect(Person person, String route, Known known, String who, int status) {
        Http.Answer answer = ask(person, route, known);
        if (answer.status() != status) {
            findings.add(who + ": " + route + " -> " + answer.status() + " instead of " + status + " "
                    + answer.text().lines().findFirst().orElse(""));
        }
    }

    private void expectNothing(Person person, String route, Known known, String who) {
        Http.Answer answer = ask(person, route, known);
        boolean tells = answer.text().contains(WORD) || ids.values().stream().anyMatch(id -> isTold(id, answer));
        if (answer.status() >= 300 || tells) {
            findings.add(who + ": " + route + " -> " + answer);
        }
    }

    /// Short names are no secrets.
    private static boolean isTold(String id, Http.Answer answer) {
        return id.length() >= 16 && answer.text().contains(id);
    }

    private Http.Answer ask(Person person, String route, Known known) {
        requests++;
        String method = route.substring(0, route.indexOf(' '));
        String path = path(route) + known.query();
        String type = known.body().startsWith("{") ? "application/json" : "text/plain";
        return known.body().isEmpty() ? person.send(method, path) : person.send(method, path, type, known.body());
    }

    private void expectSocket(Person person, String route, int status) {
        requests++;
        URI uri = person.uri(path(route));
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        person.headers().forEach(builder::header);
        try {
            builder.buildAsync(URI.create("ws" + uri.toString().substring(4)), new WebSocket.Listener() {})
                    .join()
                    .abort();
            findings.add(route + " was opened");
        } catch (CompletionException e) {
            int refused = e.getCause() instanceof WebSocketHandshakeException handshake
                    ? handshake.getResponse().statusCode()
                    : 0;
            if (refused != status) {
                findings.add(route + " -> " + e.getCause() + " " + refused);
            }
        }
    }

    /// The path with an id of the organisation in each placeholder, by what stands before it.
    private String path(String route) {
        String[] segments = route.substring(route.indexOf(' ') + 1).split("/");
        for (int i = 1; i < segments.length; i++) {
            if (segments[i].equals("{}")) {
                String id = Objects.requireNonNull(ids.get(segments[i - 1]), segments[i - 1]);
                segments[i] = URLEncoder.encode(id, StandardCharsets.UTF_8);
            }
        }
        return String.join("/", segments);
    }

    /// All that there is a route for.
    private void furnish(Person owner, String home) {
        String organisation = "/api/organisations/" + home;
        ids.put("organisations", home);
        ids.put("tenants", home);
        ids.put("members", "user:nobody");
        ids.put("teams", made(owner.post(organisation + "/teams", named("name"))));
        ids.put(
                "invitations",
                made(owner.post(
                        organisation + "/invitations",
                        "{\"email\":\"" + WORD + "@example.org\",\"role\":\"viewer\"}")));
        ids.put("keys", made(owner.post("/api/keys", "{}")));
        ids.put("users", made(owner.post("/api/users", "{\"email\":\"u" + WORD + "@example.org\",\"name\":\"W\"}")));
        ids.put(
                "webhook-sources",
                made(owner.post("/api/webhook-sources", "{\"name\":\"" + WORD + "\",\"scheme\":\"github\"}")));
        ids.put("webhooks", ids.get("webhook-sources"));
        ids.put("cache", WORD);
        owner.send("PUT", "/api/cache/" + WORD, "text/plain", "mine").expect(201);
        String room = made(owner.post("/api/rooms", "{\"name\":\"" + WORD + "\",\"visibility\":\"public\"}"));
        ids.put("rooms", room);
        ids.put("messages", made(owner.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + WORD + "\"}")));
        owner.post("/api/rooms/" + room + "/messages/" + ids.get("messages") + "/report", "{\"reason\":\"other\"}")
                .expect(202);
        ids.put("items", ids.get("messages"));
        ids.put(
                "rules",
                made(owner.post(
                        "/api/moderation/rules",
                        "{\"name\":\"" + WORD + "\",\"check\":{\"type\":\"mentions\",\"max\":5}}")));
        ids.put("reactions", "+1");
        ids.put("schemas", "a");
        ids.put("drafts", "main");
        ids.put("bans", "user:nobody");
        ids.put("links", made(owner.post("/api/rooms/" + room + "/links", "{\"role\":\"viewer\"}")));
        ids.put("files", made(owner.upload(WORD + ".png", "image/png", Samples.png(20, 20), Map.of("room", room))));
        owner.post(
                        "/api/workflow/start",
                        "{\"type\":\"onboarding\",\"id\":\"" + WORD + "\",\"input\":{\"userId\":\"" + WORD
                                + "\",\"email\":\"" + WORD + "@example.org\",\"name\":\"W\"}}")
                .expect(202);
        ids.put("workflows", WORD);
        ids.put("events", "go");
        ids.put("schedules", WORD);
        ids.put("queues", "media");
        ids.put("notifications", "01900000-0000-7000-8000-000000000000");
        for (String absent : List.of(
                "sessions",
                "suppressions",
                "subscriptions",
                "webhook-endpoints",
                "deliveries",
                "exports",
                "backups",
                "restores")) {
            ids.put(absent, "01900000-0000-7000-8000-000000000000");
        }
        Awaitility.await("the reported message")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        owner.get("/api/moderation/items/" + ids.get("items")).status() == 200);
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

    private static void assertUntouched(Person owner) {
        owner.get("/api/cache/" + WORD).expect(200);
        assertEquals("mine", owner.get("/api/cache/" + WORD).text());
        assertTrue(owner.get("/api/rooms").expect(200).text().contains(WORD));
    }

    private static String organisation(Person person) {
        return made(person.post("/api/organisations", "{\"name\":\"Crew\"}"));
    }

    private static String named(String property) {
        return "{\"" + property + "\":\"" + WORD + "\"}";
    }

    private static String made(Http.Answer answer) {
        return answer.expect(201).json().path("id").asText();
    }

    /// What the suite says that there is, by method and path.
    private Map<String, JsonNode> described() {
        Map<String, JsonNode> described = new HashMap<>();
        JsonNode document = passerby.get("/api/openapi").expect(200).json();
        assertTrue(document.path("x-unavailable").isMissingNode(), "all services describe themselves");
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                    if (Arrays.asList("GET", "POST", "PUT", "PATCH", "DELETE").contains(method)) {
                        described.put(method + " " + path.getKey().replaceAll("\\{[^}]*}", "{}"), operation.getValue());
                    }
                }));
        return described;
    }

    private static List<String> unknown(Map<String, JsonNode> described, Map<String, Known> known) {
        TreeSet<String> unknown = new TreeSet<>(described.keySet());
        unknown.removeAll(known.keySet());
        unknown.removeIf(route -> !route.contains(" /api/"));
        return List.copyOf(unknown);
    }

    /// Whether callers without credentials may come.
    private static boolean isOpen(JsonNode operation) {
        for (JsonNode alternative : operation.path("security")) {
            if (alternative.isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
