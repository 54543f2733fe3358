package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.event.Event.WebhookReceived.RoomMessage;
import dev.atrium.platform.event.Event.WebhookReceived.WorkflowEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Json;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is to be done with what a source delivers (GW-9): who may say so, and that it goes with each
/// delivery.
@QuarkusTest
final class SourceActionTest {

    private static final String SOURCES = "/api/webhook-sources";
    private static final String ROOM = "0198c0de-0000-7000-8000-000000000001";
    private static final String ROLE = "/internal/rooms/" + ROOM + "/role";
    private static final String TO_ROOM =
            "{\"message\":{\"room\":\"" + ROOM + "\",\"text\":\"{{/repository/full_name}}\"}}";
    private static final String TO_WORKFLOW = "{\"workflow\":{\"id\":\"release:1\",\"event\":\"pushed\"}}";

    /// What the services answer, by path; a status alone, or a role.
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    private final StandIn services = StandIn.fresh();
    private final People ann = People.stranger(services.provider());
    private String org = "";

    @BeforeEach
    void anOrganisation() {
        org = ann.found();
        answers.put(ROLE, "{\"role\":\"commenter\"}");
        services.answers(request -> {
            String answer = answers.getOrDefault(request.path(), "404");
            boolean isStatus = answer.length() == 3;
            request.response()
                    .setStatusCode(isStatus ? Integer.parseInt(answer) : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(isStatus ? "{}" : answer);
        });
    }

    @Test
    void theActionGoesWithEachDelivery() {
        JsonNode source = register(TO_ROOM);

        assertEquals(ROOM, source.at("/action/message/room").asText());
        assertEquals(ann.subject(), source.path("actionBy").asText());
        deliver(source, "msg_1");
        assertEquals(
                new Errand(
                        "GitHub",
                        ann.subject(),
                        new Actor(ann.subject(), handle()),
                        new RoomMessage(ROOM, "{{/repository/full_name}}"),
                        null),
                errands(source).getFirst());

        answers.put("/api/workflows/release:1/history", "{\"items\":[]}");
        JsonNode changed = change(source, "{\"name\":\"Builds\",\"action\":" + TO_WORKFLOW + "}")
                .json();
        deliver(source, "msg_2");
        change(source, "{\"action\":{}}");
        deliver(source, "msg_3");

        assertEquals("Builds", changed.path("name").asText());
        assertEquals("pushed", changed.at("/action/workflow/event").asText());
        List<Errand> errands = errands(source);
        assertEquals(new WorkflowEvent("release:1", "pushed"), errands.get(1).workflow());
        assertNull(errands.get(1).message());
        assertEquals(new Errand("Builds", ann.subject(), null, null, null), errands.get(2));
        assertEquals("", read(source).path("actionBy").asText(""));
        assertEquals(
                List.of("webhook-source.change", "webhook-source.change", "webhook-source.create"),
                ann.in(org, "GET", "/api/audit?target=" + id(source))
                        .json()
                        .path("items")
                        .valueStream()
                        .map(entry -> entry.path("action").asText())
                        .toList());
    }

    @Test
    void theRoomIsAskedOnBehalfOfWhoSetsIt() {
        register(TO_ROOM);

        StandIn.Seen asked = services.seen().stream()
                .filter(seen -> seen.uri().equals(ROLE))
                .findFirst()
                .orElseThrow();
        String token = Objects.requireNonNull(asked.headers().get("Authorization"));
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        assertEquals(
                ann.subject(), Json.read(claims, JsonNode.class).path("sub").asText());
    }

    @Test
    void nobodyHasDoneWhatTheyMayNotDoThemselves() {
        answers.put(ROLE, "{\"role\":\"viewer\"}");
        create(TO_ROOM).assertProblem(ProblemType.FORBIDDEN);
        answers.put(ROLE, "404");
        assertEquals("/action/message/room", pointer(create(TO_ROOM)));
        answers.put(ROLE, "500");
        create(TO_ROOM).assertProblem(ProblemType.UNAVAILABLE);
        assertEquals("/action/workflow/id", pointer(create(TO_WORKFLOW)));

        assertEquals(0, ann.in(org, "GET", SOURCES).json().path("items").size());

        JsonNode source = register("{}");
        assertFalse(source.has("action") && !source.path("action").isNull());
        answers.put(ROLE, "403");
        change(source, "{\"action\":" + TO_ROOM + "}").assertProblem(ProblemType.FORBIDDEN);
        deliver(source, "msg_1");
        assertNull(errands(source).getFirst().message());
    }

    @Test
    void aColleagueDoesNotSetItAndAnAdministratorActsForItself() {
        People admin = People.stranger(services.provider()).into(org, "admin");
        People other = People.stranger(services.provider()).into(org, "admin");
        JsonNode source = admin.in(org, "POST", SOURCES, wish(TO_ROOM)).json();
        People editor = People.stranger(services.provider()).into(org, "editor");

        assertEquals(
                403, editor.in(org, "PATCH", path(source), "{\"name\":\"x\"}").status());
        Answer changed = other.in(org, "PATCH", path(source), "{\"action\":" + TO_ROOM + "}");

        assertEquals(200, changed.status(), changed.text());
        assertEquals(other.subject(), changed.json().path("actionBy").asText());
        assertEquals(admin.subject(), changed.json().path("createdBy").asText());
        People stranger = People.stranger(services.provider());
        stranger.in(stranger.found(), "PATCH", path(source), "{\"name\":\"x\"}").assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void whoseKeyWasRevokedActsNoMore() {
        JsonNode key = Gateway.createKey("{}");
        String bearer = "Bearer " + key.path("key").asText();
        JsonNode source = Gateway.sendJson("POST", SOURCES, wish(TO_ROOM), "Authorization", bearer)
                .json();
        deliver(source, "msg_1");
        assertNotNull(errands(source).getFirst().by());

        assertEquals(
                204,
                Gateway.send("DELETE", "/api/keys/" + key.path("id").asText(), "Authorization", bearer)
                        .status());
        Errand orphan = awaitOrphan(source);

        assertEquals(new RoomMessage(ROOM, "{{/repository/full_name}}"), orphan.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"message\":{}}",
                "{\"message\":{\"room\":\"x\",\"text\":\"a\"}}",
                "{\"message\":{\"room\":\"" + ROOM + "\",\"text\":\"  \"}}",
                "{\"message\":{\"room\":\"" + ROOM + "\",\"text\":\"a\\u0007\"}}",
                "{\"message\":{\"room\":\"" + ROOM + "\",\"text\":\"{{name}}\"}}",
                "{\"message\":{\"room\":\"" + ROOM + "\",\"text\":\"{{/name\"}}",
                "{\"workflow\":{\"id\":\"a/b\",\"event\":\"x\"}}",
                "{\"workflow\":{\"id\":\"a\",\"event\":\"\"}}",
                "{\"message\":{\"room\":\"" + ROOM
                        + "\",\"text\":\"a\"},\"workflow\":{\"id\":\"release:1\",\"event\":\"x\"}}",
            })
    void anActionThatIsNotValidIsRefused(String action) {
        create(action).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void onlyGenericSourcesHaveActions() {
        Answer refused = ann.in(
                org,
                "POST",
                SOURCES,
                "{\"name\":\"a\",\"scheme\":\"standard\",\"type\":\"auth\",\"action\":" + TO_ROOM + "}");
        JsonNode users = ann.in(org, "POST", SOURCES, "{\"name\":\"a\",\"scheme\":\"standard\",\"type\":\"auth\"}")
                .json();

        assertEquals("/action", pointer(refused));
        assertEquals("/action", pointer(change(users, "{\"action\":" + TO_ROOM + "}")));
        change(users, "{}").assertProblem(ProblemType.INVALID_REQUEST);
        assertEquals(200, change(users, "{\"name\":\"b\"}").status());
        deliver(users, "msg_1");
        assertEquals(
                new Errand("b", ann.subject(), null, null, null),
                received(users).getFirst().errand());
    }

    private JsonNode register(String action) {
        Answer registered = create(action);
        assertEquals(201, registered.status(), registered.text());
        return registered.json();
    }

    private Answer create(String action) {
        return ann.in(org, "POST", SOURCES, wish(action));
    }

    private static String wish(String action) {
        return "{\"name\":\"GitHub\",\"scheme\":\"standard\",\"action\":" + action + "}";
    }

    private Answer change(JsonNode source, String wish) {
        return ann.in(org, "PATCH", path(source), wish);
    }

    private JsonNode read(JsonNode source) {
        return ann.in(org, "GET", path(source)).json();
    }

    private String handle() {
        return ann.in(org, "GET", "/api/me").json().path("handle").asText();
    }

    private static void deliver(JsonNode source, String message) {
        String body = "{}";
        String secret = source.path("secret").asText();
        Answer answer = Gateway.sendJson(
                "POST", source.path("url").asText(), body, Deliveries.standard(secret, message, Instant.now(), body));
        assertEquals(202, answer.status(), answer.text());
    }

    /// What a gateway knows of a source it believes for a second.
    private static Errand awaitOrphan(JsonNode source) {
        AtomicInteger number = new AtomicInteger(2);
        return Patience.await()
                .until(
                        () -> {
                            deliver(source, "msg_" + number.getAndIncrement());
                            return errands(source).stream()
                                    .filter(errand -> errand.by() == null)
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<Errand> errands(JsonNode source) {
        return received(source).stream().map(Event.WebhookReceived::errand).toList();
    }

    private static List<Event.WebhookReceived> received(JsonNode source) {
        return Events.about(Topic.WEBHOOKS_RECEIVED, id(source)).stream()
                .map(CloudEvent::event)
                .filter(Event.WebhookReceived.class::isInstance)
                .map(Event.WebhookReceived.class::cast)
                .sorted((one, other) -> one.messageId().compareTo(other.messageId()))
                .toList();
    }

    private static String pointer(Answer answer) {
        return answer.assertProblem(ProblemType.INVALID_REQUEST)
                .json()
                .at("/errors/0/pointer")
                .asText();
    }

    private static String path(JsonNode source) {
        return SOURCES + "/" + id(source);
    }

    private static String id(JsonNode source) {
        return source.path("id").asText();
    }
}
