package dev.atrium.jobs.restore;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.backup.Archives;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What room-service and media-service are asked is answered by a stand-in; all else is real.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class RestoreTest {

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller boss = admin(tenant);

    private static Caller admin(String tenant) {
        Set<String> scopes = new HashSet<>(Api.admin(tenant).scopes());
        scopes.addAll(Set.of("rooms:read", "rooms:write", "files:read", "files:write"));
        return new Caller("user:boss", new TenantId(tenant), "boss", Set.of("admin"), scopes);
    }

    @Test
    void roomsAndFilesComeBackAsNewOnes() {
        String restore = UUID.randomUUID().toString();
        database.update(tenant, "insert into member (tenant, subject, role) values (?, 'user:ada', 'editor')", tenant);
        Accepting there = accepting("k-" + restore);

        String id = begin(boss, uploaded(), "k-" + restore, "{}").expect(202).path("id");

        awaitStatus(id, "complete");
        Api.get(boss, "/api/restores/" + id)
                .body("result.rooms", equalTo(1))
                .body("result.events", equalTo(2))
                .body("result.files", equalTo(1))
                .body("result.memberships", equalTo(2))
                .body("result.strangers", equalTo(0));
        assertEquals(id, there.id().toString());
        List<String> types = there.types();
        assertEquals(
                List.of(
                        "created",
                        "message-posted",
                        "message-posted",
                        "member-set",
                        "member-set",
                        "changed",
                        "member-removed"),
                types);
        assertEquals(
                1,
                database.number(
                        tenant,
                        "select count(*) from job where type = 'media.process' and payload not like '%\"room\"%'"));
        StandIn.Asked file =
                services.asked("/internal/restored-files/" + there.file()).getFirst();
        assertTrue(file.body().contains("user:ada"), file.body());
        begin(boss, uploaded(), "k-" + restore, "{\"dryRun\":true}").expect(422);
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "false, true, false", ", true, true", ", false, false"})
    void aRoomComesBackArchivedIfItSaysSoOrElseIfThatHappenedLast(
            @Nullable Boolean said, boolean last, boolean expected) {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);

        String id = begin(boss, uploaded(Archives.archived(said, last)), key, "{}")
                .expect(202)
                .path("id");

        awaitStatus(id, "complete");
        List<String> handedOver = expected
                ? List.of("member-set", "changed", "archived", "member-removed")
                : List.of("member-set", "changed", "member-removed");
        List<String> types = new ArrayList<>(List.of("created", "message-posted"));
        types.addAll(handedOver);
        assertEquals(types, there.types());
    }

    @Test
    void nobodyGetsRightsWhoIsNoMember() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);

        String id = begin(boss, uploaded(), key, "{}").expect(202).path("id");

        awaitStatus(id, "complete");
        Api.get(boss, "/api/restores/" + id)
                .body("result.strangers", equalTo(1))
                .body("result.memberships", equalTo(1));
        assertEquals(List.of("user:boss"), there.members());
        assertFalse(services.asked("/internal/restored-files/" + there.file())
                .getFirst()
                .body()
                .contains("user:ada"));
    }

    @Test
    void inAProvidersOrganisationThoseCountWhoWereSeenThereAndDidNotLeave() {
        String room = UUID.randomUUID().toString();
        database.update(
                tenant, "insert into known_person (tenant, room, subject) values (?, ?, 'user:ada')", tenant, room);
        String first = UUID.randomUUID().toString();
        Accepting there = accepting(first);

        String id = begin(boss, uploaded(), first, "{}").expect(202).path("id");

        awaitStatus(id, "complete");
        assertEquals(
                List.of("user:ada", "user:boss"),
                there.members().stream().sorted().toList());

        database.update(tenant, "insert into departure (tenant, subject, at) values (?, 'user:ada', now())", tenant);
        String second = UUID.randomUUID().toString();
        Accepting later = accepting(second);
        id = begin(boss, uploaded(), second, "{}").expect(202).path("id");
        awaitStatus(id, "complete");
        assertEquals(List.of("user:boss"), later.members());
    }

    @Test
    void aDryRunTellsWhatWouldHappenAndDoesNothing() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);

        String id =
                begin(boss, uploaded(), key, "{\"dryRun\":true}").expect(202).path("id");

        awaitStatus(id, "complete");
        Api.get(boss, "/api/restores/" + id)
                .body("dryRun", equalTo(true))
                .body("result.rooms", equalTo(1))
                .body("result.events", equalTo(2))
                .body("result.files", equalTo(1));
        assertTrue(there.types().isEmpty());
        assertEquals(
                "Your backup was tried out /?inbox {\"restore\":\"" + id + "\"}",
                database.text(
                        tenant,
                        "select title || ' ' || link || ' ' || data from notification where recipient = 'user:boss'"));
    }

    @Test
    void aServiceThatIsAwayIsWaitedForAndNothingIsRenamed() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);
        services.on(there.path(), count -> new StandIn.Reply.Answer(count < 3 ? 503 : 200, "{\"left\":0}"));

        String id = begin(boss, uploaded(), key, "{}").expect(202).path("id");

        awaitStatus(id, "complete");
        List<StandIn.Asked> asked = services.asked(there.path());
        assertEquals(asked.get(0).body(), asked.get(1).body());
        assertNotEquals(asked.get(2).body(), asked.get(3).body());
    }

    @Test
    void aFileThatIsRefusedIsLeftOutAndOneThatIsDamagedEndsTheRestore() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);
        services.on("/internal/restored-files/" + there.file(), 422, "{}");
        String id = begin(boss, uploaded(), key, "{}").expect(202).path("id");
        awaitStatus(id, "complete");
        Api.get(boss, "/api/restores/" + id).body("result.files", equalTo(0)).body("result.leftFiles", equalTo(1));

        String second = UUID.randomUUID().toString();
        Accepting other = accepting(second);
        services.on(
                "/internal/restored-files/" + other.file(),
                200,
                "{\"id\":\"x\",\"type\":\"text/plain\",\"sha256\":\"00\"}");
        String damaged = begin(boss, uploaded(), second, "{}").expect(202).path("id");
        awaitStatus(damaged, "failed");
        Api.get(boss, "/api/restores/" + damaged).body("error", containsString("did not arrive"));
    }

    @Test
    void aBackupStaysWhileItIsRestoredAndOneRestoreIsMadeAtATime() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);
        services.on(there.path(), 503, "{}");
        String backup = uploaded();
        String id = begin(boss, backup, key, "{}").expect(202).path("id");
        await().until(() -> !services.asked(there.path()).isEmpty());

        Api.delete(boss, "/api/backups/" + backup).expect(409).body("detail", containsString("restored now"));
        begin(boss, backup, "another", "{}").expect(409);

        Api.post(boss, "/api/workflows/restore:" + id + "/cancel", "").expect(200);
        Api.delete(boss, "/api/backups/" + backup).expect(204);
        Api.post(boss, "/api/workflows/restore:" + id + "/restart", "{}").expect(200);
        awaitStatus(id, "failed");
        Api.get(boss, "/api/restores/" + id).body("error", containsString("not there any more"));
    }

    @Test
    void aRestartGivesTheSameAndNeedsTheRightsAgain() {
        String key = UUID.randomUUID().toString();
        database.update(tenant, "insert into member (tenant, subject, role) values (?, 'user:ada', 'editor')", tenant);
        Accepting there = accepting(key);
        services.on("/internal/restored-files/" + there.file(), 403, "{}");
        String id = begin(boss, uploaded(), key, "{}").expect(202).path("id");
        awaitStatus(id, "failed");
        List<JsonNode> first = there.events();
        database.update(tenant, "delete from member");
        services.on(
                "/internal/restored-files/" + there.file(),
                200,
                "{\"id\":\"x\",\"type\":\"text/plain\",\"sha256\":\"" + Archives.CONTENT_SHA256 + "\"}");

        Caller demoted = new Caller("user:boss", new TenantId(tenant), "boss", Set.of("editor"), boss.scopes());
        Api.post(demoted, "/api/workflows/restore:" + id + "/restart", "{}").expect(403);
        Api.post(boss, "/api/workflows/restore:" + id + "/restart", "{}").expect(200);

        awaitStatus(id, "complete");
        List<JsonNode> all = there.events();
        assertEquals(first, all.subList(first.size(), all.size()));
        assertEquals(2 * first.size(), all.size());
    }

    @Test
    void whoGivesARestoreUpGetsTheRoomThatIsNotWhole() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);
        // The room has come, and some of its history.
        services.on(
                there.path(),
                count -> count < 2
                        ? new StandIn.Reply.Answer(200, "{\"left\":0}")
                        : new StandIn.Reply.Answer(409, "{}"));
        String backup = uploaded();
        String id = begin(boss, backup, key, "{}").expect(202).path("id");
        begin(boss, backup, key, "{}").expect(200);
        awaitStatus(id, "failed");
        String room = new RestoredIds(there.id()).of(Archives.ROOM).toString();
        Api.get(boss, "/api/restores/" + id).body("unfinishedRooms", equalTo(List.of(room)));
        int before = services.asked(there.path()).size();
        services.on(there.path(), 503, "{}");

        Api.post(boss, "/api/restores/" + id + "/abandon", "").expect(503);
        services.on(there.path(), 200, "{\"left\":0}");
        Api.post(boss, "/api/restores/" + id + "/abandon", "")
                .expect(200)
                .body("status", equalTo("failed"))
                .body("unfinishedRooms", equalTo(List.of(room)))
                .body("abandonedAt", notNullValue());

        List<StandIn.Asked> asked = services.asked(there.path());
        JsonNode last = Json.read(asked.getLast().body(), JsonNode.class);
        // What may have happened takes its places, and what ends it comes behind.
        int taken = Json.read(asked.get(before - 1).body(), JsonNode.class)
                        .path("after")
                        .asInt()
                + Json.read(asked.get(before - 1).body(), JsonNode.class)
                        .path("events")
                        .size();
        assertEquals(taken + 3, last.path("after").asInt() + last.path("events").size());
        assertEquals(
                List.of("member-set", "changed", "member-removed"),
                Accepting.types(last)
                        .subList(
                                last.path("events").size() - 3,
                                last.path("events").size()));
        JsonNode events = last.path("events");
        assertEquals(
                "user:boss",
                events.get(events.size() - 3).at("/data/member/subject").asText());
        assertTrue(events.get(events.size() - 2).at("/data/name").asText().endsWith(" (incomplete)"));
        assertEquals(
                "private", events.get(events.size() - 2).at("/data/visibility").asText());
        Api.post(boss, "/api/workflows/restore:" + id + "/restart", "{}").expect(200);
        await().untilAsserted(() -> Api.get(boss, "/api/restores/" + id)
                .body("status", equalTo("failed"))
                .body("error", containsString("given up")));
        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:boss restore.start {backup=" + backup + ", dryRun=false}",
                        "user:boss restore.abandon {}"),
                kafka.deeds(tenant).stream()
                        .filter(deed -> deed.contains(" restore."))
                        .toList()));
    }

    @Test
    void onlyWhatHasFailedCanBeGivenUpAndByAdmins() {
        String key = UUID.randomUUID().toString();
        Accepting there = accepting(key);
        services.on(there.path(), 503, "{}");
        String id = begin(boss, uploaded(), key, "{}").expect(202).path("id");
        await().until(() -> !services.asked(there.path()).isEmpty());

        Api.post(boss, "/api/restores/" + id + "/abandon", "").expect(409);
        Api.post(Api.user(tenant, "bob"), "/api/restores/" + id + "/abandon", "")
                .expect(403);
        Api.post(admin(Api.freshTenant()), "/api/restores/" + id + "/abandon", "")
                .expect(404);
        services.on(there.path(), 200, "{\"left\":0}");
        awaitStatus(id, "complete");

        Api.get(boss, "/api/restores/" + id).body("unfinishedRooms", equalTo(List.of()));
        Api.post(boss, "/api/restores/" + id + "/abandon", "").expect(409);
    }

    @Test
    void onlyAdminsRestoreWhatIsTheirs() {
        String backup = uploaded();

        begin(Api.user(tenant, "bob"), backup, "k", "{}").expect(403);
        begin(admin(Api.freshTenant()), backup, "k", "{}").expect(404);
        begin(boss, Ids.next().toString(), "k", "{}").expect(404);
        Api.get(Api.user(tenant, "bob"), "/api/restores").expect(403);
        Api.post(boss, "/api/workflow/start", "{\"type\":\"restore\",\"input\":{}}")
                .expect(400);
    }

    /// A room and a file that services take, by the ids that they must have.
    private record Accepting(StandIn services, UUID id) {

        String path() {
            return "/internal/rooms/" + new RestoredIds(id).of(Archives.ROOM) + "/restore";
        }

        String file() {
            return new RestoredIds(id).of(Archives.FILE).toString();
        }

        List<JsonNode> events() {
            List<JsonNode> events = new ArrayList<>();
            for (StandIn.Asked asked : services.asked(path())) {
                Json.read(asked.body(), JsonNode.class).path("events").forEach(events::add);
            }
            return events;
        }

        List<String> types() {
            return events().stream().map(Accepting::type).toList();
        }

        static List<String> types(JsonNode history) {
            List<String> types = new ArrayList<>();
            history.path("events").forEach(event -> types.add(type(event)));
            return types;
        }

        private static String type(JsonNode event) {
            return event.path("type").asText().replaceAll("^atrium\\.room\\.|\\.v1$", "");
        }

        List<String> members() {
            return events().stream()
                    .filter(event -> event.path("type").asText().contains("member-set"))
                    .map(event -> event.at("/data/member/subject").asText())
                    .toList();
        }
    }

    private Accepting accepting(String key) {
        UUID id = Ids.named("restore:" + tenant + "/user:boss/" + key);
        Accepting accepting = new Accepting(services, id);
        services.on(accepting.path(), 200, "{\"left\":0}");
        services.on(
                "/internal/restored-files/" + accepting.file(),
                200,
                "{\"id\":\"x\",\"type\":\"text/plain\",\"sha256\":\"" + Archives.CONTENT_SHA256 + "\"}");
        return accepting;
    }

    private String uploaded() {
        return uploaded(Archives.whole());
    }

    private String uploaded(byte[] archive) {
        return Api.as(boss)
                .contentType("application/x-tar")
                .body(archive)
                .post("/api/backups/uploads")
                .expect(201)
                .path("id");
    }

    private Answer begin(Caller caller, String backup, String key, String body) {
        return Api.as(caller)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/api/backups/" + backup + "/restores");
    }

    /// Of the restore, and of its workflow, which ends a moment later.
    private void awaitStatus(String id, String status) {
        for (String path : List.of("/api/restores/" + id, "/api/workflows/restore:" + id)) {
            await().until(() -> Api.get(boss, path).path("status").equals(status));
        }
    }
}
