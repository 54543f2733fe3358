package dev.atrium.jobs.queue;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.lane.Party;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class FairnessTest {

    private static final int FLOOD = 400;
    private static final int CONCURRENCY = 4;
    private static final String PARTY = "coalesce(party, split_part(task_instance, '/', 1))";

    @Inject
    JobQueue queue;

    @Inject
    Scripted handler;

    @Inject
    Database database;

    private final String flooding = Api.freshTenant();
    private final String other = Api.freshTenant();
    private final String payload = Ids.next().toString();

    /// Undoes the transaction, whose rows nobody else may see.
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void singleJobDoesNotWaitForAnotherTenantsFlood() {
        AtomicInteger floodDone = new AtomicInteger();
        AtomicInteger before = new AtomicInteger(-1);
        handler.on(payload, job -> {
            if (job.tenant().value().equals(flooding)) {
                // So that a pause of this thread is not many jobs long.
                Thread.sleep(20);
                floodDone.incrementAndGet();
            } else {
                before.set(floodDone.get());
            }
            return new Outcome.Done(null);
        });
        add(flooding, FLOOD);
        await().until(() -> floodDone.get() > 20);

        int atStart = floodDone.get();
        add(other, 1);

        await().until(() -> before.get() >= 0);
        int waitedFor = before.get() - atStart;
        assertTrue(waitedFor <= 10 * CONCURRENCY, waitedFor + " jobs of the other tenant ran first");
        await().until(() -> floodDone.get() >= FLOOD);
    }

    @Test
    void tenantsTakeTurns() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 4, Turns.Urgency.NORMAL);
            schedule(connection, "b", 2, Turns.Urgency.NORMAL);
            schedule(connection, "a", 1, Turns.Urgency.NORMAL);
        });

        assertEquals(List.of("a", "b", "a", "b", "a", "a", "a"), order);
    }

    @Test
    void lateComerHasItsTurnAtOnceAndNotBefore() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 6, Turns.Urgency.NORMAL);
            Sql.update(connection, "delete from execution_media where priority > -6");
            schedule(connection, "b", 3, Turns.Urgency.NORMAL);
        });

        assertEquals(List.of("a", "b", "a", "b", "a", "b"), order);
    }

    /// Whoever comes behind a flood is next, and in each further turn.
    @Test
    void tenThousandJobsOfOneTenantHoldNobodyElseUp() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 10_000, Turns.Urgency.NORMAL);
            Sql.update(connection, "delete from execution_media where priority > -500");
            schedule(connection, "b", 3, Turns.Urgency.NORMAL);
            schedule(connection, "c", 1, Turns.Urgency.NORMAL);
        });

        assertTrue(order.size() > 9_000, order.size() + " wait");
        assertEquals(List.of("a", "b", "c", "a", "b", "a", "b", "a", "a"), order.subList(0, 9));
    }

    @Test
    void whatIsToBeginLaterHasNoTurnUntilThen() {
        Instant later = Instant.now().plusSeconds(3600);

        database.transaction(other, connection -> {
            UUID id = queue.addAt(connection, Urgent.TYPE, new TenantId(other), payload, "user:a", payload, later);
            assertEquals(
                    List.of("1"),
                    Sql.query(
                            connection,
                            "select urgency from execution_media where task_instance = ? and priority is null"
                                    + " and execution_time > now()",
                            row -> row.getString(1),
                            other + "/" + id));
            return Sql.update(connection, "delete from execution_media where task_instance = ?", other + "/" + id);
        });
    }

    @Test
    void urgencyComesBeforeTurns() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 2, Turns.Urgency.LOW);
            schedule(connection, "b", 2, Turns.Urgency.NORMAL);
        });

        assertEquals(List.of("b", "b", "a", "a"), order);
    }

    @Test
    void inTheCommonsEachPersonHasTurns() {
        List<String> order = order(connection -> {
            schedule(connection, Party.of(TenantId.COMMONS, "key:a"), 3, Turns.Urgency.NORMAL);
            schedule(connection, Party.of(TenantId.COMMONS, "key:b"), 1, Turns.Urgency.NORMAL);
        });

        assertEquals(List.of("commons/key:a", "commons/key:b", "commons/key:a", "commons/key:a"), order);
    }

    @Test
    void whatWasAddedForATenantOnlyIsBehindItsOwn() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 2, Turns.Urgency.NORMAL);
            Sql.update(connection, "update execution_media set party = null");
            schedule(connection, "b", 2, Turns.Urgency.NORMAL);
            schedule(connection, "a", 1, Turns.Urgency.NORMAL);
        });

        assertEquals(List.of("a", "b", "a", "b", "a"), order);
    }

    @Test
    void longJobsOfOneTenantLeaveAPlaceToOthers() {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        handler.on(payload, job -> {
            if (job.tenant().value().equals(flooding)) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                try {
                    over.await();
                } finally {
                    running.decrementAndGet();
                }
            } else {
                others.incrementAndGet();
            }
            return new Outcome.Done(null);
        });
        add(flooding, 2 * CONCURRENCY);
        await().until(() -> running.get() == CONCURRENCY - 1);

        add(other, 3);

        await().until(() -> others.get() == 3);
        over.countDown();
        await().until(() ->
                database.number(flooding, "select count(*) from job where state = 'done'") == 2 * CONCURRENCY);
        assertEquals(CONCURRENCY - 1, most.get());
    }

    @Test
    void urgentOneIsBesideItsTenantsOthersAndNotBehindThem() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 4, Turns.Urgency.NORMAL);
            schedule(connection, "a", 1, Turns.Urgency.HIGH);
        });

        assertEquals(List.of("a!", "a", "a", "a", "a"), order);
    }

    @Test
    void urgentOnesTakeOnePlaceInEachTurn() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 3, Turns.Urgency.NORMAL);
            schedule(connection, "b", 2, Turns.Urgency.NORMAL);
            schedule(connection, "a", 3, Turns.Urgency.HIGH);
            schedule(connection, "b", 1, Turns.Urgency.HIGH);
        });

        assertEquals(List.of("a!", "b!", "a", "b", "a!", "a", "b", "a!", "a"), order);
    }

    @Test
    void whatIsUrgentIsBehindItsTenantsUrgentOnes() {
        List<String> order = order(connection -> {
            schedule(connection, "a", 2, Turns.Urgency.HIGH);
            schedule(connection, "a", 1, Turns.Urgency.HIGH);
            schedule(connection, "b", 2, Turns.Urgency.NORMAL);
        });

        assertEquals(List.of("a!", "b", "a!", "b", "a!"), order);
    }

    @Test
    void urgentJobDoesNotWaitForItsOwnTenantsFlood() {
        AtomicInteger floodDone = new AtomicInteger();
        AtomicInteger before = new AtomicInteger(-1);
        String urgent = payload + "!";
        handler.on(payload, _ -> {
            Thread.sleep(20);
            floodDone.incrementAndGet();
            return new Outcome.Done(null);
        });
        handler.on(urgent, _ -> {
            before.set(floodDone.get());
            return new Outcome.Done(null);
        });
        add(flooding, FLOOD);
        await().until(() -> floodDone.get() > 20);

        int atStart = floodDone.get();
        database.transaction(
                flooding,
                connection -> queue.add(connection, Urgent.TYPE, new TenantId(flooding), urgent, "user:a", urgent));
        queue.wake(JobClass.MEDIA);

        await().until(() -> before.get() >= 0);
        int waitedFor = before.get() - atStart;
        assertTrue(waitedFor <= 10 * CONCURRENCY, waitedFor + " of its tenant's jobs ran first");
        await().until(() -> floodDone.get() >= FLOOD);
    }

    @Test
    void whatIsBehindEverythingRunsAlsoWhileThereIsAlwaysMore() {
        AtomicBoolean last = new AtomicBoolean();
        handler.on(payload, job -> {
            if (job.subject().equals("user:last")) {
                last.set(true);
            } else if (!last.get()) {
                // Its successor is there before it ends.
                add(job.tenant().value(), "user:a", Ids.next().toString());
            }
            return new Outcome.Done(null);
        });
        for (int i = 0; i < 5 * CONCURRENCY; i++) {
            add(Api.freshTenant(), "user:a", Ids.next().toString());
        }

        database.transaction(other, connection -> {
            UUID id = queue.add(connection, Scripted.TYPE, new TenantId(other), payload, "user:last", payload);
            return Sql.update(
                    connection,
                    "update execution_media set priority = -1900000000 where task_instance = ?",
                    other + "/" + id);
        });

        await().untilTrue(last);
    }

    @FunctionalInterface
    private interface Scheduling {
        void on(Connection connection) throws SQLException;
    }

    /// The parties in the order in which a lane picks, those of urgent ones with a mark; all of it is
    /// undone.
    private List<String> order(Scheduling scheduling) {
        List<String> tenants = new ArrayList<>();
        try {
            database.transaction(other, connection -> {
                // A lane that ends what ran before, row by row, would be met in another order.
                Sql.update(connection, "lock table execution_media in exclusive mode");
                Sql.update(connection, "delete from execution_media");
                scheduling.on(connection);
                tenants.addAll(Sql.query(
                        connection,
                        "select " + PARTY + " || case when priority % 2 = 0 then '' else '!' end as party"
                                + " from execution_media order by priority desc, execution_time, task_instance",
                        row -> row.getString("party")));
                throw new RolledBack();
            });
        } catch (RolledBack _) {
            return tenants;
        }
        return List.of();
    }

    private void schedule(Connection connection, String party, int count, Turns.Urgency urgency) throws SQLException {
        Instant now = Instant.now();
        List<Turns.Entry> executions = IntStream.range(0, count)
                .mapToObj(_ -> new Turns.Entry(party + "/" + Ids.next(), party))
                .toList();
        Turns.schedule(connection, "media", executions, urgency, now);
    }

    private void add(String tenant, String subject, String key) {
        database.transaction(
                tenant,
                connection -> queue.add(connection, Scripted.TYPE, new TenantId(tenant), key, subject, payload));
        queue.wake(JobClass.MEDIA);
    }

    private void add(String tenant, int count) {
        database.transaction(tenant, connection -> {
            for (int i = 0; i < count; i++) {
                queue.add(connection, Scripted.TYPE, new TenantId(tenant), payload + i, "user:a", payload);
            }
            return count;
        });
        queue.wake(JobClass.MEDIA);
    }
}
