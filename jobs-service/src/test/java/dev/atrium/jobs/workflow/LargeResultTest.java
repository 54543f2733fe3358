package dev.atrium.jobs.workflow;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.store.MissingObjectException;
import dev.atrium.jobs.store.ObjectKey;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Results that are too large for a row.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class LargeResultTest {

    private static final String LARGE = "ä".repeat(100_000);

    @Inject
    WorkflowEngine engine;

    @Inject
    Scenario scenario;

    @Inject
    Database database;

    @Inject
    ObjectStore store;

    @Inject
    WorkflowPurge purge;

    @Inject
    WorkflowEstate estate;

    private Instances instances;

    @BeforeEach
    void begin() {
        instances = Instances.fresh(engine, scenario, database);
    }

    @Test
    void isKeptApartAndReadBackByTheNextRun() {
        AtomicInteger made = new AtomicInteger();
        instances.start((steps, _) -> {
            String text = steps.run("large", String.class, () -> {
                made.incrementAndGet();
                return LARGE;
            });
            steps.sleep("pause", Duration.ofMillis(10));
            return text.length();
        });

        instances.awaitStatus("complete");
        assertEquals("100000", instances.column("result"));
        assertEquals(1, made.get());
        assertTrue(object("large").startsWith("workflows/"));
        assertEquals("", stepColumn("large", "result"));
    }

    @Test
    void ofTheInstanceIsShownAloneAndLeftOutOfLists() {
        instances.start((steps, _) -> {
            steps.run("small", String.class, () -> "x");
            steps.sleep("pause", Duration.ofMillis(10));
            return LARGE;
        });
        instances.awaitStatus("complete");
        Caller owner = Api.user(instances.tenant(), "a");

        Api.get(owner, "/api/workflows/" + instances.id()).expect(200).body("result", equalTo(LARGE));
        Api.get(owner, "/api/workflows").expect(200).body("items[0].result", nullValue());
        JobsStack.withoutStorage(() -> Api.get(owner, "/api/workflows/" + instances.id())
                .expect(503)
                .body("type", equalTo(ProblemType.UNAVAILABLE.uri())));
    }

    @Test
    void ofAChildReachesItsParent() {
        String child = Api.freshTenant();
        scenario.on(child, (_, _) -> LARGE);
        instances.start((steps, _) -> steps.child("inner", Scenario.TYPE, new Scenario.Input(child), String.class)
                .length());

        instances.awaitStatus("complete");
        assertEquals("100000", instances.column("result"));
    }

    @Test
    void isNotLostWhileTheObjectStoreIsAway() {
        AtomicInteger made = new AtomicInteger();
        instances.start((steps, _) -> {
            steps.run("before", String.class, () -> "kept");
            return steps.run("large", String.class, () -> {
                        made.incrementAndGet();
                        return LARGE;
                    })
                    .length();
        });

        JobsStack.withoutStorage(() -> {
            // More often than a step may fail: that the store is away is no failure of the step.
            await().until(() -> made.get() > 8 || instances.column("status").equals("complete"));
        });

        instances.awaitStatus("complete");
        assertEquals("100000", instances.column("result"));
        assertEquals("before complete 1", instances.steps().getFirst());
        assertEquals("large complete 1", instances.steps().getLast());
    }

    @Test
    void thatIsWantedWhileTheObjectStoreIsAwayIsWaitedFor() {
        instances.start((steps, _) -> {
            String text = steps.run("large", String.class, () -> LARGE);
            return steps.waitFor("go", String.class, Duration.ofMinutes(1))
                    .map(_ -> text.length())
                    .orElse(0);
        });
        instances.awaitStatus("waiting");

        JobsStack.withoutStorage(() -> {
            instances.send("go", "\"now\"");
            await().until(() -> instances.column("status").equals("running"));
        });

        instances.awaitStatus("complete");
        assertEquals("100000", instances.column("result"));
    }

    @Test
    void goesWhenTheInstanceIsForgotten() throws Exception {
        instances.start((steps, _) -> {
            steps.run("large", String.class, () -> LARGE);
            return "done";
        });
        instances.awaitStatus("complete");
        ObjectKey object = new ObjectKey(instances.key(instances.id()).tenant(), object("large"));
        assertEquals(LARGE.length() * 2 + 2, store.get(object).length);

        purge.run();
        assertEquals(1, count());

        database.update(
                instances.tenant(),
                "update workflow set ended_at = ?",
                Instant.now().minus(Duration.ofDays(91)));
        purge.run();

        assertEquals(0, count());
        assertThrows(IllegalStateException.class, () -> store.get(object));
    }

    @Test
    void goesWithItsOrganisationAndNobodyElsesDoes() throws Exception {
        Instances others = Instances.fresh(engine, scenario, database);
        for (Instances each : List.of(instances, others)) {
            each.start((steps, _) -> steps.run("large", String.class, () -> LARGE));
            each.awaitStatus("complete");
        }
        List<ObjectKey> ours = List.of(object(instances, "large"), result(instances));
        TenantId tenant = instances.key(instances.id()).tenant();

        assertEquals(
                1, database.<Integer>transaction(instances.tenant(), connection -> estate.forget(connection, tenant)));
        estate.clear(tenant);
        estate.clear(tenant);

        ours.forEach(key -> assertThrows(MissingObjectException.class, () -> store.get(key)));
        assertEquals("", instances.column("result_object"));
        assertEquals(LARGE.length() * 2 + 2, store.get(object(others, "large")).length);
        assertEquals(LARGE.length() * 2 + 2, store.get(result(others)).length);
    }

    @Test
    void keepsNoOtherInstanceWhereItCannotBeDeleted() throws Exception {
        instances.start((steps, _) -> {
            steps.run("large", String.class, () -> LARGE);
            return "done";
        });
        instances.awaitStatus("complete");
        database.update(
                instances.tenant(),
                "update workflow set ended_at = ?",
                Instant.now().minus(Duration.ofDays(92)));
        database.update(
                instances.tenant(),
                "insert into workflow (tenant, id, type, subject, input, status, created_at, ended_at)"
                        + " values (?, 'later', ?, 'user:a', '{}', 'complete', ?, ?)",
                instances.tenant(),
                Scenario.TYPE,
                Instant.EPOCH,
                Instant.now().minus(Duration.ofDays(91)));

        JobsStack.withoutStorage(() -> {
            try {
                purge.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(1, count());

        await().until(() -> {
            purge.run();
            return count() == 0;
        });
    }

    @Test
    void ofInstancesThatShallBeKnownForEverStays() throws Exception {
        database.update(
                instances.tenant(),
                "insert into workflow (tenant, id, type, subject, input, status, created_at, ended_at)"
                        + " values (?, 'x', 'onboarding', 'user:a', '{}', 'complete', ?, ?)",
                instances.tenant(),
                Instant.EPOCH,
                Instant.EPOCH);

        purge.run();

        assertEquals(1, count());
    }

    private ObjectKey object(Instances of, String step) {
        String path = database.text(of.tenant(), "select result_object from workflow_step where name = ?", step);
        return new ObjectKey(of.key(of.id()).tenant(), path);
    }

    private static ObjectKey result(Instances of) {
        return new ObjectKey(of.key(of.id()).tenant(), of.column("result_object"));
    }

    private long count() {
        return database.number(instances.tenant(), "select count(*) from workflow");
    }

    private String object(String step) {
        return stepColumn(step, "result_object");
    }

    private String stepColumn(String step, String column) {
        return database.text(
                instances.tenant(), "select coalesce(max(" + column + "), '') from workflow_step where name = ?", step);
    }
}
