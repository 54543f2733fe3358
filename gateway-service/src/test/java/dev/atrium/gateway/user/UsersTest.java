package dev.atrium.gateway.user;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class UsersTest {

    private static final String AUTHORIZATION = "Authorization";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    @Inject
    Erasure erasure;

    @Inject
    Registration registration;

    private String ann = "";
    private String bob = "";
    private String stranger = "";
    private final String email = Ids.next() + "@example.org";

    @BeforeEach
    void callers() {
        AccessTokens provider = StandIn.fresh().provider();
        ann = "Bearer " + provider.token("ann", "acme");
        bob = "Bearer " + provider.token("bob", "globex");
        stranger = Gateway.newKey();
    }

    @Test
    void aNewUserIsShownAndToldOfOnce() {
        Answer created = create(ann, email, "Ann Archer");

        assertEquals(201, created.status(), created.text());
        String id = created.json().path("id").asText();
        assertEquals("/api/users/" + id, created.header("Location"));
        assertEquals(created.json(), get(ann, id).json());
        await().untilAsserted(() -> assertEquals(
                List.of(new Event.UserCreated(new TenantId("acme"), id, email, "Ann Archer", "user:ann")),
                eventsAbout(id)));
    }

    @Test
    void theSameRequestCreatesOneUser() {
        Answer first = create(ann, email, "Ann", IDEMPOTENCY_KEY, "k-" + email);
        Answer again = create(ann, email, "Ann", IDEMPOTENCY_KEY, "k-" + email);

        assertEquals(201, first.status(), first.text());
        assertEquals(200, again.status(), again.text());
        assertEquals(first.json(), again.json());
        create(ann, email, "Other", IDEMPOTENCY_KEY, "k-" + email).assertProblem(ProblemType.UNPROCESSABLE);
    }

    @Test
    void signInsOfOnePersonAtTheSameTimeDoNotHinderEachOther() throws Exception {
        Caller person = new Caller("user:" + Ids.next(), new TenantId("acme"), "ann", Set.of(), Set.of());
        signsIn(person, Instant.EPOCH);
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 10; i++) {
                Instant at = Instant.EPOCH.plusSeconds(i);
                List<Future<?>> both = List.of(
                        browsers.submit(() -> signsIn(person, at)),
                        browsers.submit(() -> signsIn(person, at.plusMillis(1))));
                for (Future<?> one : both) {
                    one.get();
                }
            }
        }
    }

    private void signsIn(Caller person, Instant at) {
        try {
            VertxContextSupport.subscribeAndAwait(() -> registration.signsIn(person, at, email, "Ann"));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoWasDeactivatedIsForgottenAfterAWhileAndNotBefore() {
        String gone = create(ann, email, "Ann", IDEMPOTENCY_KEY, "k-" + email)
                .json()
                .path("id")
                .asText();
        String goneLately = create(ann, "x" + email, "Bea").json().path("id").asText();
        endedAgo(gone, "31 days");
        endedAgo(goneLately, "29 days");

        erasure.run().await().atMost(Patience.USUAL);

        assertEquals("", get(ann, gone).json().path("email").textValue());
        assertEquals("", get(ann, gone).json().path("name").textValue());
        assertEquals("Bea", get(ann, goneLately).json().path("name").asText());
        // What was made with the key exists no longer.
        assertEquals(
                201, create(ann, email, "Ann", IDEMPOTENCY_KEY, "k-" + email).status());
    }

    @Test
    void theSameRequestAtTheSameTimeCreatesOneUser() throws InterruptedException, ExecutionException {
        List<Future<Answer>> attempts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 16; i++) {
                attempts.add(pool.submit(() -> create(ann, email, "Ann", IDEMPOTENCY_KEY, "k-" + email)));
            }
        }

        List<JsonNode> users = new ArrayList<>();
        int created = 0;
        for (Future<Answer> attempt : attempts) {
            created += attempt.get().status() == 201 ? 1 : 0;
            users.add(attempt.get().json());
        }
        assertEquals(1, created);
        assertEquals(1, users.stream().distinct().count());
    }

    @Test
    void anIdempotencyKeyIsOnesOwn() {
        assertEquals(
                201, create(ann, email, "Ann", IDEMPOTENCY_KEY, "k-" + email).status());

        assertEquals(
                201, create(bob, email, "Ann", IDEMPOTENCY_KEY, "k-" + email).status());
        assertEquals(
                201,
                create(stranger, email, "Ann", IDEMPOTENCY_KEY, "k-" + email).status());
    }

    @Test
    void anAddressIsTakenOncePerTenantWhateverItsCase() {
        assertEquals(201, create(ann, email, "Ann").status());

        create(ann, email, "Ann").assertProblem(ProblemType.CONFLICT);
        create(ann, email.replace("example", "EXAMPLE"), "Ann").assertProblem(ProblemType.CONFLICT);
        create(ann, email, "Ann", IDEMPOTENCY_KEY, "other-" + email).assertProblem(ProblemType.CONFLICT);
        assertEquals(201, create(bob, email, "Ann").status());
    }

    @Test
    void usersOfAnotherTenantCannotBeToldFromNone() {
        String id = create(ann, email, "Ann").json().path("id").asText();

        Answer foreign = get(bob, id).assertProblem(ProblemType.NOT_FOUND);
        Answer absent = get(bob, UUID.randomUUID().toString()).assertProblem(ProblemType.NOT_FOUND);
        get(bob, "nonsense").assertProblem(ProblemType.NOT_FOUND);

        assertEquals(absent.json().path("detail"), foreign.json().path("detail"));
        assertTrue(!list(bob, "?limit=200").toString().contains(id));
    }

    @Test
    void strangersSeeOnlyWhomTheyCreatedThemselves() {
        String id = create(stranger, email, "Ann").json().path("id").asText();
        String other = Gateway.newKey();

        assertEquals(200, get(stranger, id).status());
        get(other, id).assertProblem(ProblemType.NOT_FOUND);
        assertEquals(1, list(stranger, "").path("items").size());
        assertEquals(0, list(other, "").path("items").size());
    }

    @Test
    void colleaguesSeeEachOthersUsersInPages() {
        String colleague = "Bearer " + StandIn.fresh().provider().token("amy", "acme");
        String first = create(ann, "1" + email, "One").json().path("id").asText();
        String second = create(colleague, "2" + email, "Two").json().path("id").asText();

        JsonNode page = list(ann, "?limit=1");
        JsonNode next = list(ann, "?limit=1&cursor=" + page.path("nextCursor").asText());

        assertEquals(second, page.at("/items/0/id").asText());
        assertEquals(first, next.at("/items/0/id").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"email\":\"a@example.org\"}",
                "{\"name\":\"Ann\"}",
                "{\"email\":\"a@example.org\",\"name\":\"\"}",
                "{\"email\":\"a@example.org\",\"name\":\"  \"}",
                "{\"email\":\"a@example.org\",\"name\":\"a\\u0000b\"}",
                "{\"email\":\"a@example.org\",\"name\":7,\"x\":1}",
                "{\"email\":\"example.org\",\"name\":\"Ann\"}",
                "{\"email\":\"a@b@c\",\"name\":\"Ann\"}",
                "{\"email\":\"a\\nb@example.org\",\"name\":\"Ann\"}",
                "{\"email\":null,\"name\":\"Ann\"}",
                "{\"email\":\"a@example.org\",\"name\":\"Ann\",\"tenant\":\"globex\"}",
            })
    void aUserThatIsNotValidIsNotCreated(String body) {
        Gateway.sendJson("POST", "/api/users", body, AUTHORIZATION, stranger)
                .assertProblem(ProblemType.INVALID_REQUEST);

        assertEquals(0, list(stranger, "").path("items").size());
    }

    @Test
    void overlongValuesAreInvalid() {
        create(stranger, email, "x".repeat(101)).assertProblem(ProblemType.INVALID_REQUEST);
        create(stranger, "x".repeat(255) + "@example.org", "Ann").assertProblem(ProblemType.INVALID_REQUEST);
        create(stranger, email, "Ann", IDEMPOTENCY_KEY, "k".repeat(129)).assertProblem(ProblemType.INVALID_REQUEST);
        create(stranger, email, "Ann", IDEMPOTENCY_KEY, "a b").assertProblem(ProblemType.INVALID_REQUEST);

        assertEquals(0, list(stranger, "").path("items").size());
    }

    @Test
    void aUserIsChangedByItsCreatorOrAnAdministrator() {
        String id = create(ann, email, "Ann").json().path("id").asText();
        String colleague = "Bearer " + StandIn.fresh().provider().token("amy", "acme");

        Answer changed = patch(ann, id, "{\"name\":\"Ann B\",\"email\":\"new-" + email + "\"}");

        assertEquals("Ann B", changed.json().path("name").asText(), changed.text());
        assertEquals(changed.json(), get(ann, id).json());
        patch(colleague, id, "{\"name\":\"X\"}").assertProblem(ProblemType.FORBIDDEN);
        patch(bob, id, "{\"name\":\"X\"}").assertProblem(ProblemType.NOT_FOUND);
        await().until(() ->
                eventsAbout(id).contains(new Event.UserChanged(new TenantId("acme"), id, "new-" + email, "Ann B")));
        for (String body : List.of("{}", "{\"name\":\" \"}", "{\"email\":\"x\"}", "{\"id\":\"x\"}")) {
            patch(ann, id, body).assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    @Test
    void aTakenAddressIsNotTakenByAChangeEither() {
        create(ann, email, "Ann");
        String id = create(ann, "2" + email, "Two").json().path("id").asText();

        patch(ann, id, "{\"email\":\"" + email + "\"}").assertProblem(ProblemType.CONFLICT);
    }

    @Test
    void whoIsDeactivatedStaysReadableAndFreesTheAddress() {
        String id = create(ann, email, "Ann").json().path("id").asText();
        String colleague = "Bearer " + StandIn.fresh().provider().token("amy", "acme");
        String path = "/api/users/" + id;

        Gateway.send("DELETE", path, AUTHORIZATION, colleague).assertProblem(ProblemType.FORBIDDEN);
        Gateway.send("DELETE", path, AUTHORIZATION, bob).assertProblem(ProblemType.NOT_FOUND);
        assertEquals(204, Gateway.send("DELETE", path, AUTHORIZATION, ann).status());
        assertEquals(204, Gateway.send("DELETE", path, AUTHORIZATION, ann).status());

        assertTrue(get(ann, id).json().hasNonNull("deactivatedAt"));
        assertTrue(!list(ann, "?limit=200").toString().contains(id));
        assertTrue(list(ann, "?limit=200&status=deactivated").toString().contains(id));
        assertEquals(1, list(ann, "?status=all&email=" + email).path("items").size());
        patch(ann, id, "{\"name\":\"X\"}").assertProblem(ProblemType.CONFLICT);
        assertEquals(201, create(ann, email, "Ann again").status());
        Gateway.send("GET", "/api/users?status=gone", AUTHORIZATION, ann).assertProblem(ProblemType.INVALID_REQUEST);
        Gateway.send("GET", "/api/users?email=%00", AUTHORIZATION, ann).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void aChangeThatCameAtTheSameTimeBringsNobodyBack() throws Exception {
        for (int i = 0; i < 10; i++) {
            String id = create(ann, i + email, "Ann").json().path("id").asText();
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                pool.invokeAll(List.<Callable<Answer>>of(
                        () -> patch(ann, id, "{\"name\":\"Changed\"}"),
                        () -> Gateway.send("DELETE", "/api/users/" + id, AUTHORIZATION, ann)));
            }

            assertTrue(get(ann, id).json().hasNonNull("deactivatedAt"), id);
        }
    }

    @Test
    void strangersDoNotLearnWhomOthersKnow() {
        assertEquals(201, create(stranger, email, "Ann").status());
        assertEquals(201, create(Gateway.newKey(), email, "Ann").status());
        create(stranger, email, "Ann").assertProblem(ProblemType.CONFLICT);
    }

    /// Each is a mail to an address that somebody typed.
    @Test
    void nobodyWelcomesMoreUsersThanTheyMay() {
        String one = "Bearer " + StandIn.fresh().provider().token("one-" + Ids.next(), "narrow");

        assertEquals(201, create(one, email, "Ann").status());

        Answer refused = create(one, "x" + email, "Bea").assertProblem(ProblemType.QUOTA_EXCEEDED);
        assertEquals(
                "welcomes-per-user", refused.json().at("/violated-policies/0").asText());
    }

    private void endedAgo(String id, String ago) {
        assertEquals(
                204,
                Gateway.send("DELETE", "/api/users/" + id, AUTHORIZATION, ann).status());
        Database.execute("update users set deactivated_at = now() - interval '" + ago + "' where id = '" + id + "'");
    }

    private static Answer patch(String authorization, String id, String body) {
        return Gateway.sendJson("PATCH", "/api/users/" + id, body, AUTHORIZATION, authorization);
    }

    private static Answer create(String authorization, String email, String name, String... headers) {
        List<String> all = new ArrayList<>(List.of(AUTHORIZATION, authorization));
        all.addAll(List.of(headers));
        String body = "{\"email\":\"%s\",\"name\":\"%s\"}".formatted(email, name);
        return Gateway.sendJson("POST", "/api/users", body, all.toArray(String[]::new));
    }

    private static Answer get(String authorization, String id) {
        return Gateway.send("GET", "/api/users/" + id, AUTHORIZATION, authorization);
    }

    private static JsonNode list(String authorization, String query) {
        return Gateway.send("GET", "/api/users" + query, AUTHORIZATION, authorization)
                .json();
    }

    private static List<Event> eventsAbout(String subject) {
        return Events.about(Topic.IDENTITY_EVENTS, subject).stream()
                .map(CloudEvent::event)
                .toList();
    }
}
