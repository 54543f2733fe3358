package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.UnknownSource;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Webhooks from outside to Kafka, and the sources that they come from.
@QuarkusTest
final class WebhooksTest {

    private static final String AUTHORIZATION = "Authorization";
    private static final String BODY = "{\"type\":\"user.created\",\"name\":\"Zoë\"}";
    private static final String STRIPE_SECRET = "whsec_of_stripe_0123456789";

    private String ann = "";
    private String bob = "";

    @BeforeEach
    void callers() {
        AccessTokens provider = StandIn.fresh().provider();
        ann = "Bearer " + provider.token("ann", "hooks-a");
        bob = "Bearer " + provider.token("bob", "hooks-b");
    }

    @Test
    void whatIsAcknowledgedIsInKafka() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");

        Answer answer = deliver(source, "msg_1", BODY);
        List<CloudEvent> events = events(source);

        assertEquals(202, answer.status(), answer.text());
        assertEquals(1, events.size());
        assertEquals("/gateway-service", events.getFirst().source());
        Event.WebhookReceived event =
                assertInstanceOf(Event.WebhookReceived.class, events.getFirst().event());
        assertEquals(new TenantId("hooks-a"), event.tenant());
        assertEquals("standard", event.scheme());
        assertEquals("msg_1", event.messageId());
        assertEquals(id(source) + ":msg_1", event.key());
        assertEquals("application/json", event.contentType());
        assertNull(event.kind());
        assertEquals(BODY, new String(Base64.getDecoder().decode(event.bodyBase64()), StandardCharsets.UTF_8));
    }

    @Test
    void aRepetitionIsAcknowledgedAndChangesNothing() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");

        assertEquals(202, deliver(source, "msg_1", BODY).status());
        assertEquals(202, deliver(source, "msg_1", BODY).status());
        assertEquals(202, deliver(source, "msg_2", BODY).status());

        assertEquals(2, events(source).size());
    }

    @Test
    void anEventIsKnownBySourceAndMessage() {
        JsonNode source = register("{\"name\":\"a\",\"scheme\":\"standard\"}");
        JsonNode other = register("{\"name\":\"b\",\"scheme\":\"standard\"}");

        deliver(source, "msg_1", BODY);
        deliver(other, "msg_1", BODY);

        String id = events(source).getFirst().id();
        assertEquals(Ids.named("webhook:" + id(source) + ":msg_1").toString(), id);
        assertNotEquals(id, events(other).getFirst().id());
    }

    @Test
    void anUnknownSourceCannotBeToldFromAWrongSignature() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        String secret = source.path("secret").asText();
        String[] wrong = Deliveries.standard(secret, "msg_1", Instant.now(), "other");
        String[] late = Deliveries.standard(secret, "msg_1", Instant.now().minusSeconds(400), BODY);
        String unknown = "/api/webhooks/" + UUID.randomUUID();

        List<Answer> answers = List.of(
                post(url(source), BODY, wrong),
                post(url(source), BODY, late),
                post(url(source), BODY),
                post(url(source), "", wrong),
                post(unknown, BODY, wrong),
                post("/api/webhooks/nonsense", BODY, wrong));

        for (Answer answer : answers) {
            answer.assertProblem(ProblemType.NOT_FOUND);
            assertEquals(answers.getFirst().json().path("detail"), answer.json().path("detail"));
            assertEquals(names(answers.getFirst()), names(answer));
        }
        assertEquals(List.of(), events(source));
    }

    @Test
    void gitHubStripeAndSlackAreUnderstood() {
        JsonNode github = register("{\"name\":\"g\",\"scheme\":\"github\"}");
        JsonNode stripe = register("{\"name\":\"p\",\"scheme\":\"stripe\",\"secret\":\"" + STRIPE_SECRET + "\"}");
        JsonNode slack = register("{\"name\":\"s\",\"scheme\":\"slack\",\"secret\":\"8f742231b10e8888abcd99\"}");
        String now = Long.toString(Instant.now().getEpochSecond());
        String event = "{\"id\":\"evt_1\"}";
        String command = "command=%2Fhello&text=a+b";

        Answer byGitHub = post(
                url(github),
                BODY,
                "X-Hub-Signature-256",
                "sha256=" + Deliveries.hex(github.path("secret").asText(), BODY),
                "X-GitHub-Event",
                "push");
        Answer byStripe = post(
                url(stripe),
                event,
                "Stripe-Signature",
                "t=" + now + ",v1=" + Deliveries.hex(STRIPE_SECRET, now + "." + event));
        Answer bySlack = Gateway.send(
                "POST",
                url(slack),
                BodyPublishers.ofString(command),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Slack-Request-Timestamp",
                now,
                "X-Slack-Signature",
                "v0=" + Deliveries.hex("8f742231b10e8888abcd99", "v0:" + now + ":" + command));

        assertEquals(202, byGitHub.status(), byGitHub.text());
        assertEquals("push", received(github).kind());
        assertEquals(202, byStripe.status(), byStripe.text());
        assertEquals("evt_1", received(stripe).messageId());
        assertEquals(202, bySlack.status(), bySlack.text());
        assertEquals(
                command, new String(Base64.getDecoder().decode(received(slack).bodyBase64()), StandardCharsets.UTF_8));
    }

    @Test
    void aFormOfAnySizeIsTakenAsItCame() {
        JsonNode github = register("{\"name\":\"g\",\"scheme\":\"github\"}");
        String form = "payload=%7B%22text%22%3A%22" + "%41".repeat(10 << 10) + "%22%7D" + "&a=b".repeat(500);

        Answer answer = Gateway.send(
                "POST",
                url(github),
                BodyPublishers.ofString(form),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "X-Hub-Signature-256",
                "sha256=" + Deliveries.hex(github.path("secret").asText(), form));

        assertEquals(202, answer.status(), answer.text());
        assertEquals(
                form, new String(Base64.getDecoder().decode(received(github).bodyBase64()), StandardCharsets.UTF_8));
    }

    @Test
    void theBytesOfOnesSourcesAreLimited() {
        ann = "Bearer " + StandIn.fresh().provider().token("ann-" + UUID.randomUUID(), "small");
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");

        assertEquals(202, deliver(source, "msg_1", "x".repeat(600)).status());
        Answer refused = deliver(source, "msg_2", "x".repeat(600));
        Answer repeated = deliver(source, "msg_1", "x".repeat(600));
        Answer small = deliver(source, "msg_2", "x".repeat(300));

        refused.assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        assertTrue(
                refused.header("RateLimit").startsWith("\"webhook-bytes-per-user\";r="), refused.header("RateLimit"));
        assertTrue(refused.header("RateLimit-Policy").contains("\"webhook-bytes-per-user\";q=1000;w=31536000"));
        assertEquals(
                "[\"webhook-bytes-per-user\"]",
                refused.json().path("violated-policies").toString());
        assertEquals(202, repeated.status());
        assertEquals(202, small.status());
        assertEquals(2, events(source).size());
    }

    @Test
    void slackGetsItsChallengeBackAndNothingIsWritten() {
        JsonNode slack = register("{\"name\":\"s\",\"scheme\":\"slack\",\"secret\":\"8f742231b10e8888abcd99\"}");
        String now = Long.toString(Instant.now().getEpochSecond());
        String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aB\"}";

        Answer answer = post(
                url(slack),
                body,
                "X-Slack-Request-Timestamp",
                now,
                "X-Slack-Signature",
                "v0=" + Deliveries.hex("8f742231b10e8888abcd99", "v0:" + now + ":" + body));

        assertEquals(200, answer.status(), answer.text());
        assertEquals("3eZbrw1aB", answer.text());
        assertEquals(List.of(), events(slack));
    }

    @Test
    void bothSecretsFitUntilTheOverlapEnds() {
        JsonNode before = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");

        JsonNode after = rotate(before, "{\"overlapSeconds\":600}").json();

        assertNotEquals(before.path("secret"), after.path("secret"));
        assertEquals(202, deliver(before, "msg_1", BODY).status());
        assertEquals(202, deliver(after, "msg_2", BODY).status());

        JsonNode last = rotate(before, "{\"overlapSeconds\":0}").json();

        assertEquals(404, deliver(before, "msg_3", BODY).status());
        assertEquals(404, deliver(after, "msg_4", BODY).status());
        assertEquals(202, deliver(last, "msg_5", BODY).status());
    }

    @Test
    void fewFormerSecretsFitAtATime() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        for (int i = 0; i < 3; i++) {
            assertEquals(201, rotate(source, "{}").status());
        }

        rotate(source, "{}").assertProblem(ProblemType.CONFLICT);
        assertEquals(202, deliver(source, "msg_1", BODY).status());
    }

    @Test
    void aSecretIsShownOnceAndStoredSealed() {
        JsonNode made = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        JsonNode given = register("{\"name\":\"p\",\"scheme\":\"stripe\",\"secret\":\"" + STRIPE_SECRET + "\"}");

        assertTrue(made.path("secret").asText().startsWith("whsec_"));
        assertFalse(given.has("secret"));
        assertFalse(get(ann, made).json().has("secret"));
        for (JsonNode source : List.of(made, given)) {
            String row = Database.text(
                    "select row_to_json(s)::text from webhook_secrets s where source_id = ?::uuid", id(source));
            assertFalse(row.isEmpty());
            assertFalse(row.contains("whsec"), row);
        }
    }

    @Test
    void aSecretThatCannotBeOpenedDoesNotKeepOthersFromFitting() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        String strange = Base64.getEncoder().encodeToString(new byte[60]);
        Database.execute("set atrium.tenant = 'hooks-a'; insert into webhook_secrets"
                + " (id, source_id, tenant, sealed, valid_until) select '"
                + UUID.randomUUID() + "', id, tenant, '" + strange + "', now() + interval '1 hour' from webhook_sources"
                + " where id = '" + id(source) + "'");

        assertEquals(202, deliver(source, "msg_1", BODY).status());
    }

    @Test
    void aSourceThatWasRemovedDeliversNothing() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        assertEquals(202, deliver(source, "msg_1", BODY).status());

        assertEquals(
                204, Gateway.send("DELETE", path(source), AUTHORIZATION, ann).status());

        assertEquals(404, deliver(source, "msg_2", BODY).status());
        get(ann, source).assertProblem(ProblemType.NOT_FOUND);
        Gateway.send("DELETE", path(source), AUTHORIZATION, ann).assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void sourcesAreThoseOfOnesOwnTenantAndInTheCommonsOnesOwn() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        String colleague = "Bearer " + StandIn.fresh().provider().token("carl", "hooks-a");
        String stranger = Gateway.newKey();
        String strangers = id(Gateway.sendJson(
                        "POST",
                        "/api/webhook-sources",
                        "{\"name\":\"x\",\"scheme\":\"github\"}",
                        AUTHORIZATION,
                        stranger)
                .json());

        assertEquals(200, get(colleague, source).status());
        for (String other : List.of(bob, stranger)) {
            get(other, source).assertProblem(ProblemType.NOT_FOUND);
            Gateway.send("DELETE", path(source), AUTHORIZATION, other).assertProblem(ProblemType.NOT_FOUND);
            Gateway.sendJson("POST", path(source) + "/rotations", "{}", AUTHORIZATION, other)
                    .assertProblem(ProblemType.NOT_FOUND);
            assertFalse(list(other, "?limit=200").toString().contains(id(source)));
        }
        assertEquals(1, list(stranger, "").path("items").size());
        assertFalse(list(Gateway.newKey(), "").toString().contains(strangers));
    }

    /// Whose log has nothing yet it cannot tell from one that is not there.
    @Test
    void jobsServiceIsToldOfWhomTheCallerHasNoSource() {
        JsonNode source = register("{\"name\":\"a\",\"scheme\":\"github\"}");
        StandIn services = StandIn.fresh();

        assertFalse(
                isToldToBeUnknown(services, ann, path(source) + "/deliveries?limit=3", UnknownSource.HEADER, "true"));
        assertTrue(isToldToBeUnknown(services, bob, path(source) + "/deliveries"));
        assertTrue(isToldToBeUnknown(services, ann, "/api/webhook-sources/" + Ids.next() + "/deliveries"));
        assertFalse(isToldToBeUnknown(services, ann, "/api/webhook-sources/none/deliveries"));
        Gateway.send("DELETE", path(source), AUTHORIZATION, ann);
        assertTrue(isToldToBeUnknown(services, ann, path(source) + "/deliveries"));
    }

    private static boolean isToldToBeUnknown(StandIn services, String authorization, String path, String... header) {
        List<String> headers = new ArrayList<>(List.of(header));
        headers.addAll(List.of(AUTHORIZATION, authorization));
        Answer answer = Gateway.send("GET", path, headers.toArray(String[]::new));
        assertEquals(200, answer.status(), answer.text());
        return services.seen().getLast().headers().contains(UnknownSource.HEADER);
    }

    @Test
    void anOrganisationsSourceIsChangedByItsMakerAndAdministratorsOnly() {
        AccessTokens provider = StandIn.fresh().provider();
        String tenant = "hooks-" + UUID.randomUUID();
        String admin = "Bearer "
                + provider.sign(AccessTokens.claims(
                        "eve",
                        Map.of("organization", List.of(tenant), "realm_access", Map.of("roles", List.of("admin")))));
        String colleague = "Bearer " + provider.token("carl", tenant);
        ann = "Bearer " + provider.token("ann", tenant);
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");
        String rotations = path(source) + "/rotations";

        Gateway.sendJson("POST", rotations, "{\"overlapSeconds\":0}", AUTHORIZATION, colleague)
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("DELETE", path(source), AUTHORIZATION, colleague).assertProblem(ProblemType.FORBIDDEN);
        int unchanged = deliver(source, "msg_1", BODY).status();
        Answer byMaker = rotate(source, "{}");
        Answer byAdmin = Gateway.sendJson("POST", rotations, "{}", AUTHORIZATION, admin);
        Answer removed = Gateway.send("DELETE", path(source), AUTHORIZATION, admin);

        assertEquals(202, unchanged);
        assertEquals(List.of(201, 201, 204), List.of(byMaker.status(), byAdmin.status(), removed.status()));
        List<String> refused = new ArrayList<>();
        Gateway.send("GET", "/api/audit?actor=user:carl&target=" + id(source), AUTHORIZATION, admin)
                .json()
                .path("items")
                .forEach(entry -> refused.add(entry.path("action").asText() + " "
                        + entry.path("outcome").asText()));
        assertEquals(List.of("webhook-source.remove refused", "webhook-source.rotate refused"), refused);
    }

    @Test
    void sourcesAreListedInPagesNewestFirst() {
        String owner = Gateway.newKey();
        for (String name : List.of("one", "two", "three")) {
            Gateway.sendJson(
                    "POST",
                    "/api/webhook-sources",
                    "{\"name\":\"" + name + "\",\"scheme\":\"github\"}",
                    AUTHORIZATION,
                    owner);
        }

        JsonNode first = list(owner, "?limit=2");
        JsonNode rest =
                list(owner, "?limit=2&cursor=" + first.path("nextCursor").asText());

        assertEquals("three", first.at("/items/0/name").asText());
        assertEquals("two", first.at("/items/1/name").asText());
        assertEquals("one", rest.at("/items/0/name").asText());
        assertFalse(rest.has("nextCursor"));
    }

    @Test
    void theSameRequestRegistersOneSource() {
        String[] headers = {AUTHORIZATION, Gateway.newKey(), "Idempotency-Key", "k"};
        String wish = "{\"name\":\"a\",\"scheme\":\"github\"}";

        Answer first = Gateway.sendJson("POST", "/api/webhook-sources", wish, headers);
        Answer again = Gateway.sendJson("POST", "/api/webhook-sources", wish, headers);

        assertEquals(201, first.status(), first.text());
        again.assertProblem(ProblemType.CONFLICT);
        assertTrue(again.json().path("detail").asText().contains(id(first.json())));
        Gateway.sendJson("POST", "/api/webhook-sources", wish.replace("\"a\"", "\"b\""), headers)
                .assertProblem(ProblemType.UNPROCESSABLE);
        assertEquals(1, list(headers[1], "").path("items").size());
    }

    /// Nothing more could be made, and nothing more is to be.
    @Test
    void theRequestThatRegisteredTheLastSourceMayComeAgain() {
        String owner = Gateway.newKey();
        String[] headers = {AUTHORIZATION, owner, "Idempotency-Key", "last"};
        String wish = "{\"name\":\"a\",\"scheme\":\"github\"}";
        String first = id(
                Gateway.sendJson("POST", "/api/webhook-sources", wish, headers).json());
        Database.execute("set atrium.tenant = 'commons'; insert into webhook_sources"
                + " (id, tenant, name, scheme, type, created_by, created_at)"
                + " select gen_random_uuid(), tenant, name, scheme, type, created_by, created_at"
                + " from webhook_sources, generate_series(2, 100) where id = '" + first + "'");

        Answer again = Gateway.sendJson("POST", "/api/webhook-sources", wish, headers);

        again.assertProblem(ProblemType.CONFLICT);
        assertTrue(again.json().path("detail").asText().contains(first), again::text);
        Answer more = Gateway.sendJson("POST", "/api/webhook-sources", wish, AUTHORIZATION, owner);
        more.assertProblem(ProblemType.CONFLICT);
        assertTrue(more.json().path("detail").asText().startsWith("There are 100 sources"), more::text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"name\":\"a\"}",
                "{\"name\":\"\",\"scheme\":\"github\"}",
                "{\"name\":\"a\\u0007\",\"scheme\":\"github\"}",
                "{\"name\":\"a\",\"scheme\":\"none\"}",
                "{\"name\":\"a\",\"scheme\":1}",
                "{\"name\":\"a\",\"scheme\":\"stripe\"}",
                "{\"name\":\"a\",\"scheme\":\"slack\"}",
                "{\"name\":\"a\",\"scheme\":\"standard\",\"secret\":\"short\"}",
                "{\"name\":\"a\",\"scheme\":\"github\",\"secret\":\"with spaces in it\"}",
            })
    void aSourceThatIsNotValidIsNotRegistered(String wish) {
        String owner = Gateway.newKey();

        Gateway.sendJson("POST", "/api/webhook-sources", wish, AUTHORIZATION, owner)
                .assertProblem(ProblemType.INVALID_REQUEST);

        assertEquals(0, list(owner, "").path("items").size());
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        JsonNode source = register("{\"name\":\"Users\",\"scheme\":\"standard\"}");

        assertEquals(202, deliver(source, "msg_1", "x".repeat(256 << 10)).status());
        post(url(source), "x".repeat((256 << 10) + 1)).assertProblem(ProblemType.TOO_LARGE);
    }

    private JsonNode register(String wish) {
        Answer registered = Gateway.sendJson("POST", "/api/webhook-sources", wish, AUTHORIZATION, ann);
        assertEquals(201, registered.status(), registered.text());
        return registered.json();
    }

    private Answer rotate(JsonNode source, String wish) {
        return Gateway.sendJson("POST", path(source) + "/rotations", wish, AUTHORIZATION, ann);
    }

    private static Answer deliver(JsonNode source, String message, String body) {
        return post(
                url(source), body, Deliveries.standard(source.path("secret").asText(), message, Instant.now(), body));
    }

    private static Answer post(String url, String body, String... headers) {
        return Gateway.sendJson("POST", url, body, headers);
    }

    private static Answer get(String authorization, JsonNode source) {
        return Gateway.send("GET", path(source), AUTHORIZATION, authorization);
    }

    private static JsonNode list(String authorization, String query) {
        return Gateway.send("GET", "/api/webhook-sources" + query, AUTHORIZATION, authorization)
                .json();
    }

    private static List<CloudEvent> events(JsonNode source) {
        return Events.about(Topic.WEBHOOKS_RECEIVED, id(source));
    }

    private static Event.WebhookReceived received(JsonNode source) {
        return assertInstanceOf(
                Event.WebhookReceived.class, events(source).getFirst().event());
    }

    private static List<String> names(Answer answer) {
        return answer.headers().map().keySet().stream().sorted().toList();
    }

    private static String url(JsonNode source) {
        return source.path("url").asText();
    }

    private static String path(JsonNode source) {
        return "/api/webhook-sources/" + id(source);
    }

    private static String id(JsonNode source) {
        return source.path("id").asText();
    }
}
