package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.figures.Ended;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What stands where and what ended lately, in numbers.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class FiguresTest {

    private static final String TENANTS = "/api/operations";
    private static final String INSTALLATION = "/api/operations/installation";
    private static final String OF_MEDIA = "items." + ofMedia("");

    @Inject
    JobQueue queue;

    @Inject
    Scripted handler;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final String tenant = Api.freshTenant();
    private final String payload = Ids.next().toString();

    @Test
    void adminSeesHowTheTenantsJobsEnded() {
        add("done", _ -> new Outcome.Done(null));
        add("later", job -> job.attempt() == 1 ? new Outcome.Retry("not yet") : new Outcome.Done(null));
        add("never", _ -> new Outcome.Retry("never"));
        awaitEnded(3);

        Api.get(Api.admin(tenant), TENANTS)
                .expect(200)
                .body("endedJobs.since", notNullValue())
                .body("endedJobs." + OF_MEDIA + "done", equalTo(2))
                .body("endedJobs." + OF_MEDIA + "dead", equalTo(1))
                .body("endedJobs." + OF_MEDIA + "failedTries", equalTo(6))
                .body("endedJobs." + OF_MEDIA + "waitedMs.p50", greaterThanOrEqualTo(0))
                .body("endedJobs." + OF_MEDIA + "triedMs.p95", greaterThanOrEqualTo(0))
                .body("endedWorkflows.items", empty());
        Api.get(Api.admin(Api.freshTenant()), TENANTS).body("endedJobs.items", empty());
    }

    @Test
    void whatIsAddedForLaterWaitsFromThenOn() {
        handler.on(payload, _ -> new Outcome.Done(null));
        database.transaction(tenant, connection -> {
            Instant soon = Instant.now().plusMillis(200);
            return queue.addAt(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:a", payload, soon);
        });
        database.update(tenant, "update job set created_at = created_at - interval '1 hour'");
        awaitEnded(1);

        Api.get(Api.admin(tenant), TENANTS)
                .expect(200)
                .body("endedJobs." + OF_MEDIA + "waitedMs.p95", lessThan(1_000_000));
    }

    @Test
    void adminSeesSinceWhenSomethingIsDue() {
        database.transaction(
                tenant,
                connection -> queue.addAt(
                        connection,
                        Scripted.TYPE,
                        new TenantId(tenant),
                        payload,
                        "user:a",
                        payload,
                        Instant.now().plusSeconds(3_600)));
        String oldestDue = "queues[class=media][0].oldestDue";
        Api.get(Api.admin(tenant), TENANTS).expect(200).body(oldestDue, nullValue());

        database.update(tenant, "update job set next_attempt_at = now() - interval '1 minute'");

        Api.get(Api.admin(tenant), TENANTS).expect(200).body(oldestDue, notNullValue());
    }

    @Test
    void noMoreThanSomeThousandAreLookedAt() {
        int many = Ended.MOST + 1_000;
        database.update(
                tenant,
                "insert into job (tenant, id, class, type, subject, payload, state, attempts, created_at, ended_at)"
                        + " select ?, gen_random_uuid(), 'media', 'test.scripted', 'user:a', '', 'done', 1, now(),"
                        + " now() - interval '55 minutes' + n * interval '1 ms' from generate_series(1, ?) n",
                tenant,
                many);
        try {
            String since = Api.get(Api.admin(tenant), TENANTS)
                    .expect(200)
                    .body("endedJobs." + OF_MEDIA + "done", lessThan(many))
                    .path("endedJobs.since");
            assertTrue(Instant.parse(since).isAfter(Instant.now().minusSeconds(57 * 60)), since);
        } finally {
            database.update(tenant, "delete from job where tenant = ?", tenant);
        }
    }

    @Test
    void operatorSeesTheWholeInstallation() {
        add("done", _ -> new Outcome.Done(null));
        awaitEnded(1);

        Api.get(Api.admin(Api.OPERATORS), INSTALLATION)
                .expect(200)
                .body("lanes.lane", hasItems("media", "mail", "workflow", "webhook"))
                .body("jobs." + OF_MEDIA + "done", greaterThanOrEqualTo(1))
                .body("workflows.since", notNullValue())
                .body("outbox.rows", greaterThanOrEqualTo(0))
                .body("deadLetters.rows", greaterThanOrEqualTo(0));
    }

    @Test
    void operatorSeesWhatStandsWhereInTheWholeInstallation() {
        CountDownLatch seen = new CountDownLatch(1);
        add("running", _ -> {
            seen.await();
            return new Outcome.Done(null);
        });
        add("never", _ -> new Outcome.Retry("never"));
        add("done", _ -> new Outcome.Done(null));
        for (String status : List.of("waiting", "failed", "complete")) {
            database.update(
                    tenant,
                    "insert into workflow (tenant, id, type, subject, input, status, created_at, ended_at)"
                            + " values (?, ?, 'figures', 'user:a', '{}', ?, now(), case when ? then null else now() end)",
                    tenant,
                    status,
                    status,
                    status.equals("waiting"));
        }
        // No lane knows of it.
        database.update(
                tenant,
                "insert into schedule (tenant, id, type, subject, input, cron, zone, missed, next_at, created_at) values"
                        + " (?, 'late', 'figures', 'user:a', '{}', '0 3 * * *', 'UTC', 'skip', now() - interval '1 hour', now())",
                tenant);
        try {
            awaitEnded(2);

            String types = "instances[type=figures][0].instances";
            await().untilAsserted(() -> Api.get(Api.admin(Api.OPERATORS), INSTALLATION)
                    .expect(200)
                    .body("queues.class", equalTo(JobClass.labels()))
                    .body("queues." + ofMedia("jobs.running"), greaterThanOrEqualTo(1))
                    .body("queues." + ofMedia("jobs.dead"), greaterThanOrEqualTo(1))
                    .body("queues." + ofMedia("jobs.done"), nullValue())
                    .body("queues." + ofMedia("oldestOpen"), notNullValue())
                    .body(types, equalTo(Map.of("waiting", 1, "failed", 1)))
                    .body("schedules.active", greaterThanOrEqualTo(1))
                    .body("schedules.late", greaterThanOrEqualTo(1))
                    .body("lanes[lane=media][0].running", greaterThanOrEqualTo(1))
                    .body("lanes[lane=media][0].places", greaterThanOrEqualTo(1)));
        } finally {
            seen.countDown();
            database.update(tenant, "delete from workflow where tenant = ?", tenant);
            database.update(tenant, "delete from schedule where tenant = ?", tenant);
        }
    }

    @Test
    void operatorSeesHowFarConsumersAreBehind() {
        Event.FileInfo file = new Event.FileInfo(
                Ids.next().toString(), "a.txt", "text/plain", 1, null, false, new Actor("user:a", "a"), Instant.now());
        kafka.send(Ids.next().toString(), new Event.FileDeleted(new TenantId(tenant), file, null), null);

        await().untilAsserted(() -> Api.get(Api.admin(Api.OPERATORS), INSTALLATION)
                .expect(200)
                .body("consumers[topic=media.events].group", hasItem("jobs-service"))
                .body("consumers[topic=media.events].records", hasItem(0)));
    }

    @Test
    void toEverybodyElseThereIsNoInstallation() {
        Api.get(Api.admin(tenant), INSTALLATION).expect(404);
        Api.get(Api.user(Api.OPERATORS, "ada"), INSTALLATION).expect(404);
    }

    private static String ofMedia(String property) {
        return "[class=media][0]." + property;
    }

    private void add(String what, Scripted.Act act) {
        String its = payload + what;
        handler.on(its, act);
        database.transaction(
                tenant, connection -> queue.add(connection, Scripted.TYPE, new TenantId(tenant), its, "user:a", its));
        queue.wake(JobClass.MEDIA);
    }

    private void awaitEnded(int jobs) {
        await().until(() -> database.number(tenant, "select count(*) from job where ended_at is not null") == jobs);
    }
}
