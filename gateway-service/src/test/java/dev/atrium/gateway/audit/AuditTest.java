package dev.atrium.gateway.audit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.Gateway.Answer;
import dev.atrium.gateway.testing.Quotas;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
final class AuditTest {

    private static final String AUTHORIZATION = "Authorization";
    private final Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final String tenant = "audit-" + Ids.next();
    private String admin = "";
    private String member = "";
    private String operator = "";

    @BeforeEach
    void callers() {
        AccessTokens provider = StandIn.fresh().provider();
        admin = "Bearer " + provider.sign(AccessTokens.claims("ann", claims("admin")));
        member = "Bearer " + provider.sign(AccessTokens.claims("bob", claims("editor")));
        operator = "Bearer "
                + provider.sign(AccessTokens.claims(
                        "olga",
                        Map.of(
                                "organization", List.of("operators"),
                                "realm_access", Map.of("roles", List.of("admin")))));
    }

    @Test
    void everyDeedIsWrittenDownWithItsRequest() {
        List<String> requests = new ArrayList<>();
        Answer key = ask(requests, "POST", "/api/keys", "{\"scopes\":[\"rooms:read\"]}");
        String keyPath = "/api/keys/" + id(key);
        ask(requests, "PATCH", keyPath, "{\"label\":\"x\"}");
        ask(requests, "POST", keyPath + "/rotations", "{\"overlapSeconds\":60}");
        ask(requests, "DELETE", keyPath, "");
        Answer user =
                ask(requests, "POST", "/api/users", "{\"email\":\"" + Ids.next() + "@example.org\",\"name\":\"A\"}");
        Answer source = ask(requests, "POST", "/api/webhook-sources", "{\"name\":\"a\",\"scheme\":\"github\"}");
        String sourcePath = "/api/webhook-sources/" + id(source);
        ask(requests, "POST", sourcePath + "/rotations", "{}");
        ask(requests, "DELETE", sourcePath, "");

        List<Entry> entries = entries(admin, "").reversed();

        assertEquals(
                List.of(
                        "key.create",
                        "key.change",
                        "key.rotate",
                        "key.revoke",
                        "user.create",
                        "webhook-source.create",
                        "webhook-source.rotate",
                        "webhook-source.remove"),
                entries.stream().map(Entry::action).toList());
        assertEquals(
                List.of(id(key), id(key), id(key), id(key), id(user), id(source), id(source), id(source)),
                entries.stream().map(Entry::target).toList());
        assertEquals(requests, entries.stream().map(Entry::request).toList());
        assertTrue(entries.stream()
                .allMatch(e -> e.actor().equals("user:ann") && e.outcome().equals("done")));
        assertEquals("{\"scopes\":\"rooms:read\"}", entries.getFirst().detail());
        assertEquals("{\"overlapSeconds\":60}", entries.get(2).detail());
        assertChained(entries);
    }

    @Test
    void whatWasNotDoneIsNotWrittenDown() {
        String email = Ids.next() + "@example.org";
        String user = "{\"email\":\"" + email + "\",\"name\":\"A\"}";
        String key = id(Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin));
        Gateway.sendJson("POST", "/api/users", user, AUTHORIZATION, admin);

        Gateway.sendJson("POST", "/api/users", user, AUTHORIZATION, admin).assertProblem(ProblemType.CONFLICT);
        for (int i = 0; i < 2; i++) {
            Gateway.send("DELETE", "/api/keys/" + key, AUTHORIZATION, admin);
        }

        assertEquals(
                List.of("key.revoke", "user.create", "key.create"),
                entries(admin, "").stream().map(Entry::action).toList());
    }

    @Test
    void whoTriesToGetMoreThanTheyHaveIsWrittenDown() {
        JsonNode wide = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin)
                .json();
        String narrow = "Bearer "
                + Gateway.sendJson("POST", "/api/keys", "{\"scopes\":[\"keys:write\"]}", AUTHORIZATION, admin)
                        .json()
                        .path("key")
                        .asText();

        Gateway.sendJson("POST", "/api/keys", "{\"scopes\":[\"rooms:read\"]}", AUTHORIZATION, narrow)
                .assertProblem(ProblemType.FORBIDDEN);
        Gateway.sendJson("POST", "/api/keys/" + wide.path("id").asText() + "/rotations", "{}", AUTHORIZATION, narrow)
                .assertProblem(ProblemType.FORBIDDEN);

        List<Entry> entries = entries(admin, "");
        assertEquals(4, entries.size());
        assertEquals("refused", entries.get(0).outcome());
        assertEquals("key.rotate", entries.get(0).action());
        assertEquals(wide.path("id").asText(), entries.get(0).target());
        assertEquals("refused", entries.get(1).outcome());
        assertEquals("key.create", entries.get(1).action());
        assertChained(entries.reversed());
    }

    @Test
    void inTheCommonsRefusalsAreWrittenDownAFewTimesAMinute() {
        String address = Quotas.freshAddress();
        JsonNode wide = Gateway.createKey("{}");
        String owner = "Bearer " + wide.path("key").asText();
        String narrow = "Bearer "
                + Gateway.sendJson("POST", "/api/keys", "{\"scopes\":[\"keys:write\"]}", AUTHORIZATION, owner)
                        .json()
                        .path("key")
                        .asText();
        String rotations = "/api/keys/" + wide.path("id").asText() + "/rotations";
        int tried = 3 * RefusalsOfCommons.MOST;

        for (int i = 0; i < tried; i++) {
            Gateway.sendJson("POST", rotations, "{}", AUTHORIZATION, narrow, "X-Forwarded-For", address)
                    .assertProblem(ProblemType.FORBIDDEN);
        }

        long written = entries(owner, "&action=key.rotate").stream()
                .filter(entry -> entry.outcome().equals("refused"))
                .count();
        // On a slow machine it may have been two minutes.
        assertTrue(written >= RefusalsOfCommons.MOST && written <= 2 * RefusalsOfCommons.MOST, "written: " + written);
    }

    @Test
    void whatIsDoneInOtherServicesIsWrittenDownOnce() {
        List<CloudEvent> events = Arrays.stream(AuditAction.values())
                .map(action -> new Event.Audited(
                        new TenantId(tenant), new Actor("user:ann", "ann"), action.label(), "m1", Map.of("room", "r1")))
                .map(deed -> new CloudEvent(Ids.next().toString(), "/jobs-service", yesterday, TRACEPARENT, deed))
                .toList();
        Events.write(events.stream().flatMap(event -> Stream.of(event, event)).toArray(CloudEvent[]::new));

        List<String> all =
                Arrays.stream(AuditAction.values()).map(AuditAction::label).toList();
        await().until(() -> entries(admin, "").size() == all.size());

        List<Entry> entries = entries(admin, "").reversed();
        assertEquals(all, entries.stream().map(Entry::action).toList());
        assertEquals(
                "{\"at\":\"" + yesterday + "\",\"room\":\"r1\",\"trace\":\"" + TRACE + "\"}",
                entries.getFirst().detail());
        assertEquals("user:ann", entries.getFirst().actor());
        assertTrue(entries.getFirst().time().isAfter(yesterday));
        assertChained(entries);
    }

    /// As one does that learns of it later itself.
    @Test
    void aServiceMaySayWhenADeedWasDone() {
        Events.write(new CloudEvent(
                Ids.next().toString(),
                "/jobs-service",
                Instant.now(),
                null,
                new Event.Audited(
                        new TenantId(tenant),
                        new Actor("user:ann", "ann"),
                        AuditAction.ROOM_BAN_SET.label(),
                        "r1",
                        Map.of("at", yesterday.toString()))));

        await().until(() -> entries(admin, "").size() == 1);

        assertEquals(
                "{\"at\":\"" + yesterday + "\"}", entries(admin, "").getFirst().detail());
    }

    @Test
    void deedsAtTheSameTimeMakeOneChain() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            Callable<Answer> create = () -> Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin);
            for (Future<Answer> answer : pool.invokeAll(List.of(
                    create, create, create, create, create, create, create, create, create, create, create, create))) {
                assertEquals(201, answer.get().status());
            }
        }

        List<Entry> entries = entries(admin, "");
        assertEquals(12, entries.size());
        assertChained(entries.reversed());
    }

    @Test
    void whoKeepsTheTrailLockedDoesNotKeepOthersForLong() throws Exception {
        Answer refused;
        try (Connection other = Database.connect();
                PreparedStatement lock =
                        other.prepareStatement("select pg_advisory_xact_lock(hashtextextended('audit:' || ?, 0))")) {
            other.setAutoCommit(false);
            lock.setString(1, tenant);
            lock.execute();

            refused = Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin);

            other.rollback();
        }

        refused.assertProblem(ProblemType.UNAVAILABLE);
        assertFalse(refused.header("Retry-After").isEmpty());
        assertEquals(
                201,
                Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin)
                        .status());
    }

    @Test
    void administratorsSeeAllOthersTheirOwnAndStrangersNothing() {
        Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin);
        Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, member);
        JsonNode foreign = Gateway.createKey("{}");
        String stranger = "Bearer " + foreign.path("key").asText();

        assertEquals(List.of("user:bob", "user:ann"), actors(entries(admin, "")));
        assertEquals(List.of("user:bob"), actors(entries(member, "")));
        assertEquals(List.of(), entries(member, "&actor=user:ann"));
        assertEquals(List.of("key:" + foreign.path("id").asText()), actors(entries(stranger, "")));
    }

    @Test
    void theOperatorReadsAnyTrailAndNotUnseen(@TempDir Path directory) throws Exception {
        Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, member);
        String path = "/api/tenants/" + tenant + "/audit";

        Answer whole = Gateway.send("GET", path + "?limit=200", AUTHORIZATION, operator);
        assertEquals(List.of("audit.read", "key.create"), actions(whole));
        assertEquals("user:olga", whole.json().at("/items/0/actor").asText());
        assertEquals(tenant, whole.json().at("/items/0/target").asText());
        assertEquals(
                List.of("key.create"),
                actions(Gateway.send("GET", path + "?action=key.create", AUTHORIZATION, operator)));
        assertEquals(3, entries(admin, "").size());

        AuditTool.Run exported = AuditTool.run(
                Map.of(
                        "ATRIUM_URL",
                        Gateway.uri("").toString(),
                        "ATRIUM_TOKEN",
                        operator.substring("Bearer ".length())),
                List.of("export", "--tenant", tenant));
        Path file = Files.write(directory.resolve("trail"), exported.lines());
        AuditTool.Run verified = AuditTool.verify(List.of(file.toString()));
        assertEquals(0, verified.status(), verified.lines().toString());
        assertTrue(verified.lines().getFirst().contains("4 entries of " + tenant + " fit"));
    }

    @Test
    void theOperatorReadsTheCommonsOfWhichNobodyElseSeesAll() {
        String id = Gateway.createKey("{}").path("id").asText();

        Answer read = Gateway.send("GET", "/api/tenants/commons/audit?target=" + id, AUTHORIZATION, operator);

        assertEquals(List.of("key.create"), actions(read));
        assertEquals("key:" + id, read.json().at("/items/0/actor").asText());
    }

    @Test
    void aTrailInWhichNothingStandsIsNotBegunByBeingRead() {
        assertEquals(List.of(), actions(Gateway.send("GET", "/api/tenants/none/audit", AUTHORIZATION, operator)));
        assertEquals(List.of(), Database.deeds("none"));
    }

    @Test
    void nobodyElseReadsTheTrailOfATenantSo() {
        Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, member);
        String path = "/api/tenants/" + tenant + "/audit";

        for (String other : List.of(admin, member, Gateway.newKey())) {
            Gateway.send("GET", path, AUTHORIZATION, other).assertProblem(ProblemType.NOT_FOUND);
        }
        Gateway.send("GET", path + "?cursor=x", AUTHORIZATION, operator).assertProblem(ProblemType.INVALID_REQUEST);
        assertEquals(List.of("key.create"), Database.deeds(tenant));
    }

    @Test
    void theTrailCanBeSearchedAndRead() {
        String first = id(Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin));
        Instant between = entries(admin, "").getFirst().time().plusMillis(1);
        String second = id(Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, member));
        Gateway.send("DELETE", "/api/keys/" + first, AUTHORIZATION, admin);

        assertEquals(2, entries(admin, "&action=key.create").size());
        assertEquals(2, entries(admin, "&target=" + first).size());
        assertEquals(List.of(second), targets(entries(admin, "&actor=user:bob")));
        assertEquals(List.of(first), targets(entries(admin, "&to=" + between)));
        assertEquals(List.of(first), targets(entries(admin, "&actor=user:ann&from=" + between)));
        JsonNode page = page(admin, "?limit=2");
        JsonNode rest = page(admin, "?limit=2&cursor=" + page.path("nextCursor").asText());
        assertEquals(2, page.path("items").size());
        assertEquals(1, rest.path("items").size());
        assertFalse(rest.has("nextCursor"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=yesterday",
                "to=1",
                "from=%2B1000000000-01-01T00:00:00Z",
                "limit=0",
                "cursor=x",
                "actor=%00"
            })
    void aSearchThatCannotBeIsInvalid(String query) {
        Gateway.send("GET", "/api/audit?" + query, AUTHORIZATION, admin).assertProblem(ProblemType.INVALID_REQUEST);
    }

    @Test
    void nobodyChangesOrRemovesAnEntry() {
        Gateway.sendJson("POST", "/api/keys", "{}", AUTHORIZATION, admin);
        String enter = "set atrium.tenant = '" + tenant + "'; ";

        for (String attempt : List.of("update audit set actor = 'x'", "delete from audit", "truncate audit")) {
            assertThrows(IllegalStateException.class, () -> Database.execute(enter + attempt), attempt);
        }
        for (String right : List.of("update", "delete", "truncate")) {
            assertEquals("f", Database.text("select has_table_privilege('gateway', 'audit', ?)", right), right);
        }
        assertEquals(1, entries(admin, "").size());
    }

    private static void assertChained(List<Entry> oldestFirst) {
        String previous = Entry.START;
        long seq = 0;
        for (Entry entry : oldestFirst) {
            assertEquals(++seq, entry.seq());
            assertEquals(entry.chainedTo(previous), entry);
            previous = entry.hash();
        }
    }

    private Map<String, Object> claims(String role) {
        return Map.of("organization", List.of(tenant), "realm_access", Map.of("roles", List.of(role)));
    }

    private Answer ask(List<String> requests, String method, String path, String body) {
        Answer answer = body.isEmpty()
                ? Gateway.send(method, path, AUTHORIZATION, admin)
                : Gateway.sendJson(method, path, body, AUTHORIZATION, admin);
        assertTrue(answer.status() < 300, answer.text());
        requests.add(answer.header("X-Request-Id"));
        return answer;
    }

    private static List<Entry> entries(String authorization, String query) {
        List<Entry> entries = new ArrayList<>();
        page(authorization, "?limit=200" + query)
                .path("items")
                .forEach(item -> entries.add(Json.read(item.toString(), Entry.class)));
        return entries;
    }

    private static JsonNode page(String authorization, String query) {
        Answer answer = Gateway.send("GET", "/api/audit" + query, AUTHORIZATION, authorization);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    private static List<String> actions(Answer page) {
        assertEquals(200, page.status(), page.text());
        List<String> actions = new ArrayList<>();
        page.json()
                .path("items")
                .forEach(item -> actions.add(item.path("action").asText()));
        return actions;
    }

    private static List<String> actors(List<Entry> entries) {
        return entries.stream().map(Entry::actor).toList();
    }

    private static List<String> targets(List<Entry> entries) {
        return entries.stream().map(Entry::target).toList();
    }

    private static String id(Answer answer) {
        return answer.json().path("id").asText();
    }
}
