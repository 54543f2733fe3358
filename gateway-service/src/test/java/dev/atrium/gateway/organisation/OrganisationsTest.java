package dev.atrium.gateway.organisation;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.People;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class OrganisationsTest {

    @Inject
    Leftovers leftovers;

    private static final String ORGANISATIONS = "/api/organisations";

    @Inject
    OrganisationConfig config;

    private final AccessTokens provider = StandIn.fresh().provider();
    private final People ann = People.stranger(provider);
    private final People bob = People.stranger(provider);
    private final String slug = "s-" + Long.toString(Ids.next().getLeastSignificantBits() >>> 1, 36);

    @BeforeEach
    void fresh() {
        StandIn.fresh();
    }

    @Test
    void whoMakesOneOwnsItAndOthersAreTold() {
        Answer made = ann.ask("POST", ORGANISATIONS, body("Crew", slug));

        assertEquals(201, made.status(), made.text());
        String id = made.json().path("id").asText();
        assertEquals(ORGANISATIONS + "/" + id, made.header("Location"));
        assertEquals("owner", made.json().path("role").asText());
        assertEquals(slug, made.json().path("slug").asText());
        assertEquals(made.json(), ann.ask("GET", ORGANISATIONS + "/" + id).json());
        assertEquals(made.json(), ann.ask("GET", ORGANISATIONS).json().at("/items/0"));
        TenantId tenant = new TenantId(id);
        await().untilAsserted(() -> assertEquals(
                List.of(new Event.OrganisationChanged(tenant, "Crew", slug)),
                Events.about(Topic.IDENTITY_EVENTS, id).stream()
                        .map(CloudEvent::event)
                        .toList()));
        assertEquals(List.of("organisation.create"), Database.deeds(id));
    }

    @Test
    void aSlugIsMadeFromTheNameIfNoneIsWished() {
        String made = ann.ask("POST", ORGANISATIONS, "{\"name\":\"Ärger & Söhne\"}")
                .json()
                .path("slug")
                .asText();

        assertTrue(made.startsWith("arger-sohne-"), made);
    }

    @Test
    void aSlugIsTakenOnceUntilItIsFreeAgain() {
        String id = id(ann.ask("POST", ORGANISATIONS, body("Crew", slug)));
        String other = bob.found();

        bob.ask("POST", ORGANISATIONS, body("Crew", slug)).assertProblem(ProblemType.CONFLICT);
        bob.ask("PATCH", ORGANISATIONS + "/" + other, "{\"slug\":\"" + slug + "\"}")
                .assertProblem(ProblemType.CONFLICT);
        ann.ask("DELETE", ORGANISATIONS + "/" + id);

        assertEquals(201, bob.ask("POST", ORGANISATIONS, body("Crew", slug)).status());
    }

    @Test
    void theSameRequestMakesOneHoweverOftenItComes() throws Exception {
        List<Future<Answer>> attempts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                attempts.add(pool.submit(() -> Gateway.sendJson(
                        "POST",
                        ORGANISATIONS,
                        body("Crew", slug),
                        "Authorization",
                        ann.token(),
                        "Idempotency-Key",
                        slug)));
            }
        }
        List<JsonNode> made = new ArrayList<>();
        for (Future<Answer> attempt : attempts) {
            assertTrue(attempt.get().status() < 300, attempt.get().text());
            made.add(attempt.get().json());
        }
        Answer other = Gateway.sendJson(
                "POST", ORGANISATIONS, body("Other", slug), "Authorization", ann.token(), "Idempotency-Key", slug);

        assertEquals(1, made.stream().distinct().count());
        other.assertProblem(ProblemType.UNPROCESSABLE);
    }

    @Test
    void theRequestThatMadeTheLastOneMayComeAgain() {
        Answer first = make("last");
        own(config.ownedMax() - 1);

        Answer again = make("last");

        assertEquals(200, again.status(), again.text());
        assertEquals(first.json(), again.json());
        ann.ask("POST", ORGANISATIONS, body("More", "more-" + slug)).assertProblem(ProblemType.CONFLICT);
    }

    @Test
    void nobodyOwnsMoreThanOneMayHoweverManyAreMadeAtOnce() throws Exception {
        own(config.ownedMax() - 1);
        List<Future<Answer>> attempts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                String other = slug + i;
                attempts.add(pool.submit(() -> ann.ask("POST", ORGANISATIONS, body("Crew", other))));
            }
        }

        List<Integer> answers = new ArrayList<>();
        for (Future<Answer> attempt : attempts) {
            answers.add(attempt.get().status());
        }
        assertEquals(
                List.of(201, 409, 409, 409, 409, 409), answers.stream().sorted().toList());
    }

    private Answer make(String idempotencyKey) {
        return Gateway.sendJson(
                "POST",
                ORGANISATIONS,
                body("Crew", slug),
                "Authorization",
                ann.token(),
                "Idempotency-Key",
                idempotencyKey);
    }

    /// Has Ann own so many more; making them is limited.
    private void own(int organisations) {
        for (int i = 0; i < organisations; i++) {
            ann.into(Ids.next().toString(), "owner");
        }
    }

    @Test
    void onesOrganisationsComeInPages() {
        List<String> made = List.of(ann.found(), ann.found(), ann.found());
        bob.found();

        JsonNode page = ann.ask("GET", ORGANISATIONS + "?limit=2").json();
        JsonNode rest = ann.ask(
                        "GET",
                        ORGANISATIONS + "?limit=2&cursor="
                                + page.path("nextCursor").asText())
                .json();

        assertEquals(made.get(2), page.at("/items/0/id").asText());
        assertEquals(made.get(1), page.at("/items/1/id").asText());
        assertEquals(made.get(0), rest.at("/items/0/id").asText());
        assertTrue(rest.path("nextCursor").isMissingNode());
    }

    @Test
    void toOthersItLooksLikeNone() {
        String path = ORGANISATIONS + "/" + ann.found();
        String none = ORGANISATIONS + "/" + UUID.randomUUID();

        for (String method : List.of("GET", "DELETE")) {
            Answer foreign = bob.ask(method, path).assertProblem(ProblemType.NOT_FOUND);
            Answer absent = bob.ask(method, none).assertProblem(ProblemType.NOT_FOUND);
            assertEquals(absent.json().path("detail"), foreign.json().path("detail"));
        }
        bob.ask("PATCH", path, "{\"name\":\"x\"}").assertProblem(ProblemType.NOT_FOUND);
        bob.ask("GET", path + "/members").assertProblem(ProblemType.NOT_FOUND);
        bob.ask("GET", ORGANISATIONS + "/nonsense").assertProblem(ProblemType.NOT_FOUND);
    }

    @Test
    void adminsRenameAndOwnersDelete() {
        String id = ann.found();
        String path = ORGANISATIONS + "/" + id;
        People admin = bob.into(id, "admin");
        People editor = People.stranger(provider).into(id, "editor");

        editor.ask("PATCH", path, "{\"name\":\"Mine\"}").assertProblem(ProblemType.FORBIDDEN);
        Answer renamed = admin.ask("PATCH", path, "{\"name\":\"Ours\"}");
        admin.ask("DELETE", path).assertProblem(ProblemType.FORBIDDEN);
        Answer deleted = ann.ask("DELETE", path);

        assertEquals("Ours", renamed.json().path("name").asText());
        assertEquals(204, deleted.status(), deleted.text());
        for (People member : List.of(ann, admin, editor)) {
            member.ask("GET", path).assertProblem(ProblemType.NOT_FOUND);
            assertEquals(
                    0, member.ask("GET", ORGANISATIONS).json().path("items").size());
        }
        assertEquals(
                List.of(
                        "organisation.create",
                        "organisation.change refused",
                        "organisation.change",
                        "organisation.delete refused",
                        "organisation.delete"),
                Database.deeds(id));
        await().until(() -> Events.about(Topic.IDENTITY_EVENTS, id).stream()
                .anyMatch(event -> event.event() instanceof Event.OrganisationDeleted));
    }

    @Test
    void usersAndSecretsGoWithTheirOrganisationAndThoseOfOthersStay() {
        List<String> both = List.of(ann.found(), ann.found());
        for (String id : both) {
            Answer user = ann.in(id, "POST", "/api/users", "{\"email\":\"a@example.org\",\"name\":\"A\"}");
            assertEquals(201, user.status(), user.text());
            Answer source = ann.in(
                    id,
                    "POST",
                    "/api/webhook-sources",
                    "{\"name\":\"Shop\",\"scheme\":\"standard\",\"type\":\"auth\"}");
            assertEquals(201, source.status(), source.text());
            assertEquals(List.of("1", "1", "1"), kept(id));
        }

        assertEquals(
                204, ann.ask("DELETE", ORGANISATIONS + "/" + both.getFirst()).status());

        assertEquals(List.of("0", "0", "0"), kept(both.getFirst()));
        assertEquals(List.of("1", "1", "1"), kept(both.getLast()));
    }

    /// As of one that was deleted before that was so, or while something was under way.
    @Test
    void whatWasWrittenBehindTheEndGoesLater() {
        List<String> both = List.of(ann.found(), ann.found());
        for (String id : both) {
            ann.in(id, "POST", "/api/users", "{\"email\":\"a@example.org\",\"name\":\"A\"}");
            ann.in(id, "POST", "/api/webhook-sources", "{\"name\":\"Shop\",\"scheme\":\"standard\",\"type\":\"auth\"}");
        }
        Database.execute("set atrium.tenant = '" + both.getFirst() + "'; update organisations set deleted_at = now()");
        assertEquals(List.of("1", "1", "1"), kept(both.getFirst()));

        leftovers.run().await().atMost(Patience.USUAL);

        assertEquals(List.of("0", "0", "0"), kept(both.getFirst()));
        assertEquals(List.of("1", "1", "1"), kept(both.getLast()));
    }

    @Test
    void allThatWasWrittenBehindTheEndGoesHoweverMuchItIs() {
        String id = ann.found();
        Database.execute("set atrium.tenant = '" + id + "'; update organisations set deleted_at = now();"
                + " insert into users (id, tenant, email, name, created_by, created_at)"
                + " select gen_random_uuid(), '" + id + "', n || '@example.org', 'N', 'user:ann', now()"
                + " from generate_series(1, 12000) n");

        leftovers.run().await().atMost(Patience.USUAL);

        assertEquals("0", kept(id).getFirst());
    }

    private static List<String> kept(String id) {
        return Stream.of("users", "webhook_sources", "webhook_secrets")
                .map(table -> Database.textIn(id, "select count(*) from " + table + " where tenant = ?", id))
                .toList();
    }

    @Test
    void keysMakeNoOrganisationsUnlessTheyStandForAUserAndAreForThat() {
        Gateway.sendJson("POST", ORGANISATIONS, body("Crew", slug), "Authorization", Gateway.newKey())
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.sendJson("POST", ORGANISATIONS, body("Crew", slug), "Authorization", "Bearer " + key("{}"))
                .assertProblem(ProblemType.FORBIDDEN);
        String key = key("{\"scopes\":[\"organisations:write\"]}");

        Answer made = Gateway.sendJson("POST", ORGANISATIONS, body("Crew", slug), "Authorization", "Bearer " + key);

        assertEquals(201, made.status(), made.text());
    }

    private String key(String wish) {
        return ann.ask("POST", "/api/keys", wish).json().path("key").asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\" \"}",
                "{\"name\":\"a\\u0000\"}",
                "{\"name\":\"a\",\"slug\":\"a\"}",
                "{\"name\":\"a\",\"slug\":\"-abc\"}",
                "{\"name\":\"a\",\"slug\":\"ABC\"}",
                "{\"name\":\"a\",\"slug\":\"a_c\"}",
                "{\"name\":\"a\",\"role\":\"owner\"}",
            })
    void whatIsNotValidIsNotMade(String body) {
        ann.ask("POST", ORGANISATIONS, body).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void aChangeOfNothingIsNotValid() {
        String path = ORGANISATIONS + "/" + ann.found();

        for (String body : List.of("{}", "{\"name\":\"\"}", "{\"slug\":\"x\"}", "{\"id\":\"x\"}")) {
            ann.ask("PATCH", path, body).assertProblem(ProblemType.INVALID_REQUEST);
        }
    }

    private static String body(String name, String slug) {
        return "{\"name\":\"" + name + "\",\"slug\":\"" + slug + "\"}";
    }

    private static String id(Answer answer) {
        return answer.json().path("id").asText();
    }
}
