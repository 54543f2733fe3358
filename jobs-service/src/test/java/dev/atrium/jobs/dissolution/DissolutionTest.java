package dev.atrium.jobs.dissolution;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.backup.Archives;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.store.MissingObjectException;
import dev.atrium.jobs.store.ObjectKey;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class DissolutionTest {

    /// A type that tests have.
    private static final JobType JOB = new JobType("test.scripted", JobClass.MEDIA);

    private static final String JSON = "application/json";

    private static final int THINGS = 5;

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Dissolution dissolution;

    @Inject
    Clearance clearance;

    @Inject
    JobQueue queue;

    @Inject
    ObjectStore store;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final Caller boss = admin(tenant);

    /// What the other services have, of all tenants.
    private final Map<String, List<String>> rooms = new ConcurrentHashMap<>();

    private final Map<String, List<String>> files = new ConcurrentHashMap<>();

    @BeforeEach
    void theOtherServicesHaveRoomsAndFiles() {
        services.onRequest("/internal/rooms", asked -> list(rooms, asked));
        services.onRequest("/internal/files", asked -> list(files, asked));
    }

    private static Caller admin(String tenant) {
        Set<String> scopes = new HashSet<>(Api.admin(tenant).scopes());
        scopes.addAll(Set.of("rooms:read", "rooms:write", "files:read", "files:write"));
        return new Caller("user:boss", new TenantId(tenant), "boss", Set.of("admin"), scopes);
    }

    @Test
    void whatGoesOnEndsAndWhatIsKeptStays() throws SQLException {
        Caller other = admin(Api.freshTenant());
        for (Caller caller : List.of(boss, other)) {
            schedule(caller, "nightly");
            remind(caller);
            later(caller);
        }
        archive();
        isDeleted();

        dissolution.run();

        assertEquals(0, goingOn(boss));
        assertEquals(1, number(boss, "select count(*) from schedule where paused"));
        assertEquals(1, number(boss, "select count(*) from workflow where status = 'cancelled'"));
        assertEquals(1, number(boss, "select count(*) from job where state = 'cancelled'"));
        assertEquals(1, number(boss, "select count(*) from backup where not deleted"));
        assertEquals(6, goingOn(other));

        schedule(boss, "late");
        dissolution.run();
        assertEquals(0, goingOn(boss));
    }

    @Test
    void whatIsKeptGoesAfterTheGrace() throws SQLException, InterruptedException {
        schedule(boss, "nightly");
        archive();
        endpoint();
        worker();
        giveUp();
        export();
        remind(boss);
        team();
        isDeleted();

        dissolution.run();
        clearance.run();
        assertEquals(3, ofTeams());
        assertEquals(1, number(boss, "select count(*) from schedule"));
        assertEquals(1, number(boss, "select count(*) from backup where not deleted"));
        assertEquals(1, number(boss, "select count(*) from webhook_endpoint where not deleted and not enabled"));
        await().until(() -> number(boss, "select count(*) from worker where left_at is not null") == 1);
        assertEquals(1, number(boss, "select count(*) from job where state = 'dead' and payload <> ''"));
        assertEquals(1, number(boss, "select count(*) from export where expires_at > now()"));
        assertTrue(number(boss, "select count(*) from workflow where input <> ''") > 0);

        theGraceIsOver();
        clearance.run();
        assertEquals(0, number(boss, "select count(*) from schedule"));
        assertEquals(0, number(boss, "select count(*) from backup where not deleted"));
        // Its objects go with the next round of the clean-up.
        assertEquals(
                0,
                number(
                        boss,
                        "select count(*) from backup b where not exists (select 1 from backup_watch w"
                                + " where w.tenant = b.tenant and w.backup = b.id)"));
        assertEquals(0, number(boss, "select count(*) from webhook_endpoint where not deleted"));
        assertEquals(0, number(boss, "select count(*) from webhook_secret"));
        assertEquals(0, number(boss, "select count(*) from worker"));
        assertEquals(0, number(boss, "select count(*) from worker_secret"));
        assertEquals(1, number(boss, "select count(*) from job where state = 'discarded' and payload = ''"));
        assertEquals(0, number(boss, "select count(*) from job where payload <> ''"));
        assertEquals(0, number(boss, "select count(*) from workflow where input <> '' or result is not null"));
        assertEquals(0, number(boss, "select count(*) from workflow_step"));
        assertEquals(0, ofTeams());
        assertEquals(0, number(boss, "select count(*) from export where expires_at > now()"));
        // Something may still begin.
        assertEquals(1, known());
        dissolution.run();
        clearance.run();
        assertEquals(0, known());
    }

    @Test
    void largeResultsGoAfterTheGraceOnceTheStoreIsThere() throws SQLException, InterruptedException {
        ObjectKey result = new ObjectKey(boss.tenant(), "workflows/" + Ids.next() + "/result");
        store.put(result, new byte[] {7}, JSON);
        isDeleted();
        dissolution.run();
        clearance.run();
        assertEquals(1, store.sizeBytes(result));

        theGraceIsOver();
        dissolution.run();
        JobsStack.withoutStorage(() -> {
            try {
                clearance.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(1, known());

        clearance.run();
        assertEquals(0, known());
        assertThrows(MissingObjectException.class, () -> store.get(result));
    }

    @Test
    void allRoomsAndFilesGoAfterTheGraceAndNobodyElsesDo() throws SQLException, InterruptedException {
        String other = Api.freshTenant();
        List<String> ours = List.of(things(rooms, "/api/rooms/", tenant), things(files, "/api/files/", tenant)).stream()
                .flatMap(List::stream)
                .toList();
        things(rooms, "/api/rooms/", other);
        things(files, "/api/files/", other);
        isDeleted();

        clearance.run();
        assertEquals(THINGS, left(rooms, tenant).size());
        assertEquals(THINGS, left(files, tenant).size());

        theGraceIsOver();
        dissolution.run();
        clearance.run();
        assertEquals(List.of(), left(rooms, tenant));
        assertEquals(List.of(), left(files, tenant));
        assertEquals(THINGS, left(rooms, other).size());
        assertEquals(THINGS, left(files, other).size());
        assertEquals(0, known());
        for (String path : ours) {
            JsonNode claims = services.asked(path).getFirst().claims();
            assertEquals("system:dissolution", claims.path("sub").asText());
            assertEquals(
                    Set.of("rooms:dissolve", "files:dissolve"),
                    Set.of(claims.path("scope").asText().split(" ")));
        }
    }

    @Test
    void whatAServiceDoesNotDeleteNowGoesTheNextTime() throws SQLException, InterruptedException {
        List<String> paths = things(rooms, "/api/rooms/", tenant);
        things(files, "/api/files/", tenant);
        services.on(paths.getFirst(), 503, "{}");
        isDeleted();
        theGraceIsOver();
        dissolution.run();

        clearance.run();
        assertEquals(1, left(rooms, tenant).size());
        assertEquals(List.of(), left(files, tenant));
        assertEquals(1, known());

        services.onRequest(paths.getFirst(), asked -> delete(rooms, asked));
        things(files, "/api/files/", tenant);
        services.on("/internal/files", 503, "{}");
        clearance.run();
        assertEquals(List.of(), left(rooms, tenant));
        assertEquals(THINGS, left(files, tenant).size());
        assertEquals(1, known());

        services.onRequest("/internal/files", asked -> list(files, asked));
        clearance.run();
        assertEquals(List.of(), left(files, tenant));
        assertEquals(0, known());
    }

    /// As many things of a tenant as are three pages.
    private List<String> things(Map<String, List<String>> of, String path, String owner) {
        List<String> ids =
                Stream.generate(() -> Ids.next().toString()).limit(THINGS).toList();
        of.put(owner, new CopyOnWriteArrayList<>(ids));
        List<String> paths = ids.stream().map(id -> path + id).toList();
        paths.forEach(one -> services.onRequest(one, asked -> delete(of, asked)));
        return paths;
    }

    private static StandIn.Reply list(Map<String, List<String>> of, StandIn.Asked asked) {
        String after = asked.query().contains("cursor=") ? asked.query().replaceFirst(".*cursor=", "") : "";
        List<String> rest = left(of, asked.claims().path("tenant").asText()).stream()
                .filter(id -> id.compareTo(after) > 0)
                .toList();
        List<String> page = rest.stream().limit(2).toList();
        String next = rest.size() > page.size() ? ",\"nextCursor\":\"" + page.getLast() + "\"" : "";
        String items = page.stream().map("{\"id\":\"%s\"}"::formatted).collect(Collectors.joining(","));
        return new StandIn.Reply.Answer(200, "{\"items\":[" + items + "]" + next + "}");
    }

    private static StandIn.Reply delete(Map<String, List<String>> of, StandIn.Asked asked) {
        boolean there = asked.method().equals("DELETE")
                && left(of, asked.claims().path("tenant").asText())
                        .remove(asked.path().replaceFirst(".*/", ""));
        return new StandIn.Reply.Answer(there ? 204 : 404, "");
    }

    private static List<String> left(Map<String, List<String>> of, String owner) {
        return of.getOrDefault(owner, new ArrayList<>());
    }

    private void theGraceIsOver() {
        database.update(tenant, "update dissolution set at = ? where tenant = ?", daysAgo(31), tenant);
    }

    @Test
    void anOrganisationIsLookedAtUntilNothingBeginsInItAnyMore() throws SQLException {
        isDeleted();
        dissolution.run();
        assertEquals(0, database.number(tenant, "select count(*) from dissolution where tenant = ? and ended", tenant));

        database.update(tenant, "update dissolution set at = ? where tenant = ?", daysAgo(1), tenant);
        dissolution.run();

        assertEquals(1, database.number(tenant, "select count(*) from dissolution where tenant = ? and ended", tenant));
    }

    private void isDeleted() {
        kafka.send(Ids.next().toString(), new Event.OrganisationDeleted(boss.tenant()), null);
        await().until(() -> known() == 1);
        // Its endpoints are another consumer's.
        await().until(() -> number(boss, "select count(*) from webhook_endpoint where enabled") == 0);
    }

    private void team() {
        database.update(tenant, "insert into team (tenant, id, name) values (?, 'deck', 'Deck')", tenant);
        database.update(
                tenant,
                "insert into team_member (tenant, team, subject, handle) values (?, 'deck', 'user:ada', 'ada')",
                tenant);
        database.update(tenant, "insert into room_team (tenant, team, room) values (?, 'deck', 'attic')", tenant);
    }

    private long ofTeams() {
        return number(boss, "select count(*) from team")
                + number(boss, "select count(*) from team_member")
                + number(boss, "select count(*) from room_team");
    }

    private long known() {
        return database.number(tenant, "select count(*) from dissolution where tenant = ?", tenant);
    }

    /// What has not ended, and what would be run.
    private long goingOn(Caller caller) {
        String executions = caller.tenant() + "/%";
        long found = number(caller, "select count(*) from schedule where not paused")
                + number(caller, "select count(*) from workflow where ended_at is null")
                + number(caller, "select count(*) from job where ended_at is null");
        for (String lane : List.of("schedule", "workflow", "media")) {
            found += database.number(
                    caller.tenant().value(),
                    "select count(*) from execution_" + lane + " where task_instance like ?",
                    executions);
        }
        return found;
    }

    private long number(Caller caller, String sql) {
        return database.number(caller.tenant().value(), sql);
    }

    private static void schedule(Caller caller, String id) {
        Api.as(caller)
                .contentType(JSON)
                .body("{\"cron\":\"0 3 1 1 *\",\"type\":\"reminder\",\"input\":{\"text\":\"Tea\"},\"missed\":\"skip\"}")
                .put("/api/schedules/" + id)
                .expect(201);
    }

    private void remind(Caller caller) {
        Api.post(
                        caller,
                        "/api/workflow/start",
                        "{\"type\":\"reminder\",\"input\":{\"text\":\"Tea\",\"after\":\"P1D\"}}")
                .expect(202);
        await().until(() -> number(caller, "select count(*) from workflow where status = 'waiting'") == 1);
    }

    private UUID later(Caller caller) {
        return database.transaction(
                caller.tenant().value(),
                connection -> queue.addAt(
                        connection,
                        JOB,
                        caller.tenant(),
                        "later",
                        caller.subject(),
                        "{\"n\":1}",
                        Instant.now().plus(Duration.ofDays(1))));
    }

    private void giveUp() {
        UUID job = later(boss);
        database.update(tenant, "update job set state = 'dead', ended_at = now() where id = ?", job);
        database.update(tenant, "delete from execution_media where task_instance = ?", tenant + "/" + job);
    }

    private void archive() {
        Api.as(boss)
                .contentType("application/x-tar")
                .body(Archives.whole())
                .post("/api/backups/uploads")
                .expect(201);
    }

    private void endpoint() {
        String body = "{\"url\":\"" + services.url() + "/hook/" + tenant + "\",\"eventTypes\":[\"*\"]}";
        Api.post(boss, "/api/webhook-endpoints", body).expect(201);
    }

    private void worker() {
        String body = "{\"name\":\"w\",\"url\":\"" + services.url() + "/work/" + tenant + "\"}";
        Api.post(boss, "/api/workers", body).expect(201);
    }

    private void export() {
        UUID id = Ids.next();
        database.update(
                tenant,
                "insert into export (tenant, id, subject, input, title, created_at, expires_at)"
                        + " values (?, ?, 'user:boss', '{}', '', now(), ?)",
                tenant,
                id,
                daysAgo(-60));
        database.update(
                tenant,
                "insert into export_expiry (tenant, export, expires_at) values (?, ?, ?)",
                tenant,
                id,
                daysAgo(-60));
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }
}
