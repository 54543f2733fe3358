package dev.atrium.jobs.dissolution;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.backup.Archives;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class DissolutionTest {

    /// A type that tests have.
    private static final JobType JOB = new JobType("test.scripted", JobClass.MEDIA);

    private static final String JSON = "application/json";

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Dissolution dissolution;

    @Inject
    JobQueue queue;

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
    void whatIsKeptGoesAfterTheGrace() throws SQLException {
        schedule(boss, "nightly");
        archive();
        endpoint();
        giveUp();
        export();
        isDeleted();

        dissolution.run();
        assertEquals(1, number(boss, "select count(*) from schedule"));
        assertEquals(1, number(boss, "select count(*) from backup where not deleted"));
        assertEquals(1, number(boss, "select count(*) from webhook_endpoint where not deleted and not enabled"));
        assertEquals(1, number(boss, "select count(*) from job where state = 'dead' and payload <> ''"));
        assertEquals(1, number(boss, "select count(*) from export where expires_at > now()"));

        database.update(tenant, "update dissolution set at = ? where tenant = ?", daysAgo(31), tenant);
        dissolution.run();
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
        assertEquals(1, number(boss, "select count(*) from job where state = 'discarded' and payload = ''"));
        assertEquals(0, number(boss, "select count(*) from export where expires_at > now()"));
        assertEquals(0, known());
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
                .then()
                .statusCode(201);
    }

    private void remind(Caller caller) {
        Api.post(
                        caller,
                        "/api/workflow/start",
                        "{\"type\":\"reminder\",\"input\":{\"text\":\"Tea\",\"after\":\"P1D\"}}")
                .statusCode(202);
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
                .then()
                .statusCode(201);
    }

    private void endpoint() {
        String body = "{\"url\":\"" + services.url() + "/hook/" + tenant + "\",\"eventTypes\":[\"*\"]}";
        Api.post(boss, "/api/webhook-endpoints", body).statusCode(201);
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
