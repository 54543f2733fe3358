package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Jobs of all tenants, as the operator sees them.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class OperatorJobTest {

    private static final String PATH = "/api/operations/jobs";
    private static final String MEDIA = "/api/operations/queues/media";

    @Inject
    JobQueue queue;

    @Inject
    Scripted handler;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    private final Caller operator = Api.admin(Api.OPERATORS);
    private final List<String> tenants = List.of(Api.freshTenant(), Api.freshTenant());
    private final String payload = Ids.next().toString();
    private final Instant begun = Instant.now();
    private final AtomicBoolean mended = new AtomicBoolean();

    @Test
    void jobsOfAllTenantsAreShownWithoutWhatTheyWorkOn() {
        bury();

        for (String tenant : tenants) {
            String shown = Api.get(operator, PATH + "?class=media&tenant=" + tenant)
                    .expect(200)
                    .body("items", hasSize(1))
                    .body("items[0].tenant", equalTo(tenant))
                    .body("items[0].state", equalTo("dead"))
                    .body("items[0].note", equalTo("the peer is broken"))
                    .text();
            assertFalse(shown.contains(payload), shown);
        }
        Api.get(operator, PATH + "?state=done&tenant=" + tenants.getFirst()).body("items", hasSize(0));
        Api.get(operator, PATH + "?class=mail&tenant=" + tenants.getFirst()).body("items", hasSize(0));
    }

    @Test
    void pagesGoThroughAllTenants() {
        bury();

        String first = Api.get(operator, PATH + "?limit=1")
                .body("items", hasSize(1))
                .body("items[0].tenant", equalTo(tenants.getLast()))
                .path("nextCursor");

        Api.get(operator, PATH + "?limit=1&cursor=" + first).body("items[0].tenant", equalTo(tenants.getFirst()));
    }

    @Test
    void whatWasGivenUpInAnyTenantRunsAgain() {
        List<UUID> jobs = bury();
        mended.set(true);

        Api.post(
                        operator,
                        PATH + "/replay",
                        "{\"type\": \"test.scripted\", \"tenant\": \"" + tenants.getFirst() + "\"}")
                .expect(200)
                .body("replayed", equalTo(1))
                .body("more", equalTo(false));
        awaitState(tenants.getFirst(), jobs.getFirst(), "done");
        assertEquals("dead", state(tenants.getLast(), jobs.getLast()));
        Api.post(operator, PATH + "/replay", "{\"type\": \"test.scripted\", \"since\": \"" + begun + "\"}")
                .expect(200)
                .body("replayed", equalTo(1));

        awaitState(tenants.getLast(), jobs.getLast(), "done");
        Api.get(Api.user(tenants.getLast(), "a"), "/api/jobs/" + jobs.getLast())
                .body("actions.action", equalTo(List.of("replay")))
                .body("actions.actor", equalTo(List.of("operator")));
        await().until(() -> kafka.deeds(Api.OPERATORS).stream()
                .anyMatch(deed -> deed.startsWith("user:boss job.replay-all {")
                        && deed.contains("tenant=" + tenants.getFirst())));
    }

    @Test
    void whatNobodyWantsIsPutAway() {
        List<UUID> jobs = bury();

        Api.post(operator, PATH + "/discard", "{\"tenant\": \"" + tenants.getFirst() + "\"}")
                .expect(200)
                .body("discarded", equalTo(1))
                .body("more", equalTo(false));

        assertEquals("discarded", state(tenants.getFirst(), jobs.getFirst()));
        assertEquals("dead", state(tenants.getLast(), jobs.getLast()));
        await().until(() -> kafka.deeds(Api.OPERATORS).stream()
                .anyMatch(deed -> deed.startsWith("user:boss job.discard-all {")
                        && deed.contains("tenant=" + tenants.getFirst())));
    }

    @Test
    void aClassThatIsPausedBeginsInNoTenant() {
        handler.on(payload, _ -> new Outcome.Done(null));
        Api.post(operator, MEDIA + "/pause", "").expect(200).body("pausedBy", equalTo("user:boss"));
        try {
            List<UUID> jobs = add();

            for (int i = 0; i < tenants.size(); i++) {
                awaitState(tenants.get(i), jobs.get(i), "paused");
            }
            Api.get(Api.admin(tenants.getFirst()), "/api/queues")
                    .body("items[class=media][0].pausedBy", equalTo("operator"));
            Api.post(Api.admin(tenants.getFirst()), "/api/queues/media/resume", "")
                    .expect(200);
            assertEquals("paused", state(tenants.getFirst(), jobs.getFirst()));
            Api.get(operator, "/api/operations/installation").body("paused.class", hasItem("media"));

            Api.post(operator, MEDIA + "/resume", "").expect(200).body("pausedBy", nullValue());

            for (int i = 0; i < tenants.size(); i++) {
                awaitState(tenants.get(i), jobs.get(i), "done");
            }
        } finally {
            Api.post(operator, MEDIA + "/resume", "").expect(200);
        }
        Api.get(operator, "/api/operations/installation").body("paused.class", not(hasItem("media")));
    }

    @Test
    void toEverybodyElseThereIsNothing() {
        Caller admin = Api.admin(tenants.getFirst());

        Api.get(admin, PATH).expect(404);
        Api.get(Api.user(Api.OPERATORS, "a"), PATH).expect(404);
        Api.post(admin, PATH + "/replay", "{}").expect(404);
        Api.post(admin, PATH + "/discard", "{}").expect(404);
        Api.post(admin, MEDIA + "/pause", "").expect(404);
        Api.post(admin, MEDIA + "/resume", "").expect(404);
    }

    @Test
    void whatIsNoFilterIsRefused() {
        Api.get(operator, PATH + "?state=gone").expect(400);
        Api.get(operator, PATH + "?tenant=No%20Tenant").expect(400);
        Api.post(operator, PATH + "/replay", "{\"tenant\": \"No Tenant\"}").expect(400);
        Api.post(operator, PATH + "/discard", "{\"class\": \"none\"}").expect(400);
        Api.post(operator, "/api/operations/queues/none/pause", "").expect(404);
    }

    /// Has a job of each tenant be given up.
    private List<UUID> bury() {
        handler.on(payload, _ -> mended.get() ? new Outcome.Done(null) : new Outcome.Dead("the peer is broken"));
        List<UUID> jobs = add();
        for (int i = 0; i < tenants.size(); i++) {
            awaitState(tenants.get(i), jobs.get(i), "dead");
        }
        return jobs;
    }

    private List<UUID> add() {
        List<UUID> jobs = tenants.stream()
                .map(tenant -> database.transaction(
                        tenant,
                        connection ->
                                queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload, "user:a", payload)))
                .toList();
        queue.wake(JobClass.MEDIA);
        return jobs;
    }

    private void awaitState(String tenant, UUID job, String state) {
        await().until(() -> state(tenant, job).equals(state));
    }

    private String state(String tenant, UUID job) {
        return database.text(tenant, "select state from job where id = ?", job);
    }
}
