package dev.atrium.jobs.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.TenantId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class BacklogsTest {

    private static final int MANY = 5_000;

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();
    private final Backlogs backlogs = new Backlogs();
    private final Instant now = Instant.now();

    @AfterEach
    void clear() {
        remove(MANY);
    }

    @Test
    void whereThereAreManyTheAnswerHoldsForAWhile() {
        add(MANY);

        assertTrue(isFull(MANY, now));
        remove(1);
        assertTrue(isFull(MANY, now.plusMillis(99)));
        assertFalse(isFull(MANY, now.plusMillis(101)));
    }

    @Test
    void fewAreCountedEachTime() {
        add(3);

        assertTrue(isFull(3, now));
        remove(1);
        assertFalse(isFull(3, now.plusMillis(1)));
        add(1);
        assertTrue(isFull(3, now.plusMillis(2)));
    }

    private boolean isFull(int most, Instant at) {
        return database.transaction(
                tenant,
                connection ->
                        backlogs.isFull(connection, JobClass.WORKER, new TenantId(tenant), "user:ada", most, 0, at));
    }

    private void add(int count) {
        database.update(
                tenant,
                "insert into execution_worker (task_name, task_instance, execution_time, picked, version, party)"
                        + " select 'worker', ? || '/' || gen_random_uuid(), now() + interval '1 day', false, 1, ?"
                        + " from generate_series(1, ?)",
                tenant,
                tenant,
                count);
    }

    private void remove(int count) {
        database.update(
                tenant,
                "delete from execution_worker where task_instance in"
                        + " (select task_instance from execution_worker where party = ? limit ?)",
                tenant,
                count);
    }
}
