package dev.atrium.jobs.schedule;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.LaneConfig;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class SchedulesTest {

    private static final String NIGHTLY = "/api/schedules/nightly";

    @Inject
    Schedules schedules;

    @Inject
    Database database;

    @Inject
    Kafka kafka;

    @Inject
    DataSource dataSource;

    @Inject
    LaneConfig laneConfig;

    private final String tenant = Api.freshTenant();
    private final Caller owner = Api.user(tenant, "a");

    @Test
    void scheduleIsMadeShownPausedAndDeleted() {
        put("{\"cron\":\"0 3 * * *\",\"zone\":\"Europe/Berlin\"," + scenario("run-once"))
                .expect(201)
                .body("nextAt", notNullValue())
                .body("subject", equalTo("user:a"))
                .body("missed", equalTo("run-once"))
                .body("input.name", equalTo("x"));
        put("{\"cron\":\"0 4 * * *\"," + scenario("skip")).expect(200).body("zone", equalTo("UTC"));

        Api.get(owner, "/api/schedules").expect(200).body("items.id", equalTo(List.of("nightly")));
        post("pause").expect(200).body("paused", equalTo(true)).body("nextAt", nullValue());
        assertEquals(0, executions());
        post("resume").expect(200).body("paused", equalTo(false)).body("nextAt", notNullValue());
        assertEquals(1, executions());
        Api.as(owner).delete(NIGHTLY).expect(204);
        Api.get(owner, NIGHTLY).expect(404);
        assertEquals(0, executions());
    }

    @Test
    void theAuditTrailTellsOnceWhatIsDoneToASchedule() {
        String first = "{\"cron\":\"0 3 * * *\"," + scenario("skip");
        String second = "{\"cron\":\"0 4 * * *\"," + scenario("skip");
        put(first).expect(201);
        put(first).expect(200);
        put(second).expect(200);
        put(second).expect(200);
        for (String command : List.of("pause", "pause", "resume", "resume")) {
            post(command).expect(200);
        }
        Api.delete(Api.admin(tenant), NIGHTLY).expect(204);

        String schedule = " {owner=user:a, type=scenario}";
        await().untilAsserted(() -> assertEquals(
                List.of(
                        "user:a schedule.create" + schedule,
                        "user:a schedule.change" + schedule,
                        "user:a schedule.pause" + schedule,
                        "user:a schedule.resume" + schedule,
                        "user:boss schedule.remove" + schedule),
                kafka.deeds(tenant)));
    }

    @Test
    void timeThatHasComeStartsOneInstanceThoughTwoNodesRun() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        try (Lane other = new Lane(
                dataSource,
                laneConfig,
                Lane.Kind.byTime(Schedules.LANE, 4),
                (execution, _) -> schedules.run(execution))) {
            other.start();

            Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            comesDue(due);

            await().until(() -> instances("complete") == 1);
            Api.get(owner, NIGHTLY)
                    .body("lastAt", equalTo(due.toString()))
                    .body("lastInstance", equalTo("schedule:nightly." + due));
            Api.get(owner, "/api/workflows/schedule:nightly." + due).expect(200).body("subject", equalTo("user:a"));
            await().during(Duration.ofMillis(300)).until(() -> instances("complete") == 1);
        }
        assertEquals(1, executions());
    }

    @Test
    void timesThatWereMissedAreSkipped() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        Instant due = Instant.now().minus(Duration.ofDays(3));

        comesDue(due);

        await().until(() -> nextAt().isAfter(Instant.now()));
        assertEquals(0, database.number(tenant, "select count(*) from workflow"));
    }

    @Test
    void timeThatIsMetLateBecauseOthersCameFirstIsNotMissed() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        Instant due = Instant.now().minus(Duration.ofSeconds(90)).truncatedTo(ChronoUnit.SECONDS);

        comesDue(due);

        await().until(() -> instances("complete") == 1);
        Api.get(owner, NIGHTLY).body("lastAt", equalTo(due.toString()));
    }

    @Test
    void timesThatWereMissedAreMadeUpForOnce() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("run-once")).expect(201);
        Instant due = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);

        comesDue(due);

        await().until(() -> nextAt().isAfter(Instant.now()));
        await().until(() -> instances("complete") == 1);
        Api.get(owner, NIGHTLY).body("lastInstance", startsWith("schedule:nightly."));
    }

    @Test
    void theSamePlanAgainKeepsATimeThatHasCome() {
        String plan = "{\"cron\":\"0 3 * * *\"," + scenario("skip");
        put(plan).expect(201);
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        isDue(due);

        put(plan).expect(200).body("nextAt", equalTo(due.toString()));

        lookForWhatIsDue();
        await().until(() -> instances("complete") == 1);
        Api.get(owner, NIGHTLY).body("lastAt", equalTo(due.toString()));
    }

    @ParameterizedTest
    @CsvSource({"run-once, 3", "skip, 0"})
    void anotherPlanStartsFirstWhatWasDueUnderTheOneBefore(String missed, long daysAgo) {
        put("{\"cron\":\"0 3 * * *\"," + scenario(missed)).expect(201);
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(daysAgo));
        isDue(due);

        put("{\"cron\":\"0 4 * * *\",\"type\":\"scenario\",\"input\":{\"name\":\"y\"},\"missed\":\"skip\"}")
                .expect(200)
                .body("lastAt", equalTo(due.toString()));

        assertTrue(nextAt().isAfter(Instant.now()));
        await().until(() -> instances("complete") == 1);
        assertEquals("{\"name\":\"x\"}", database.text(tenant, "select input from workflow"));
        Api.get(owner, NIGHTLY).body("input.name", equalTo("y")).body("cron", equalTo("0 4 * * *"));
    }

    @Test
    void anotherPlanSkipsWhatTheOneBeforeWouldHaveSkipped() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        isDue(Instant.now().minus(Duration.ofDays(3)));

        put("{\"cron\":\"0 4 * * *\"," + scenario("run-once")).expect(200).body("lastAt", nullValue());

        assertTrue(nextAt().isAfter(Instant.now()));
        assertEquals(0, database.number(tenant, "select count(*) from workflow"));
    }

    @Test
    void anotherPlanTakesOverATimeThatThisNodeCouldNotMeet() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("run-once")).expect(201);
        database.update(tenant, "update schedule set type = 'newer'");
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        isDue(due);

        put("{\"cron\":\"0 3 * * *\"," + scenario("run-once")).expect(200).body("nextAt", equalTo(due.toString()));

        lookForWhatIsDue();
        await().until(() -> instances("complete") == 1);
        Api.get(owner, NIGHTLY).body("lastAt", equalTo(due.toString()));
    }

    @Test
    void timeIsLeftToANodeThatKnowsTheType() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("run-once")).expect(201);
        database.update(tenant, "update schedule set type = 'newer'");
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        comesDue(due);

        await().until(() -> executionAt().isAfter(due.plusSeconds(9)));
        assertEquals(due, nextAt());
        database.update(tenant, "update schedule set type = 'scenario'");
        lookForWhatIsDue();
        await().until(() -> instances("complete") == 1);
        Api.get(owner, NIGHTLY).body("lastAt", equalTo(due.toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                                                | /type",
                "{'type':'scenario','input':{'name':'x'}}                                          | /cron",
                "{'type':'scenario','input':{'name':'x'},'cron':'61 * * * *'}                      | /cron",
                "{'type':'scenario','input':{'name':'x'},'cron':'0 0 30 2 *'}                      | /cron",
                "{'type':'scenario','input':{'name':'x'},'cron':'0 3 * * *','zone':'Mars'}         | /zone",
                "{'type':'scenario','input':{'name':'x'},'cron':'0 3 * * *','missed':'all'}        | /missed",
                "{'type':'scenario','input':[],'cron':'0 3 * * *'}                                 | /input",
                "{'type':'unheard-of','input':{},'cron':'0 3 * * *'}                               | /type",
                "{'type':'onboarding','input':{},'cron':'0 3 * * *'}                               | /type"
            },
            quoteCharacter = '`')
    void badScheduleIsRefused(String body, String pointer) {
        put(body.replace('\'', '"')).expect(400).body("errors[0].pointer", equalTo(pointer));
        Api.get(owner, NIGHTLY).expect(404);
    }

    @Test
    void schedulesOfOthersAreNotThere() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        Caller stranger = Api.user(tenant, "stranger");
        Caller foreign = Api.admin(Api.freshTenant());

        for (Caller other : List.of(stranger, foreign)) {
            Api.get(other, NIGHTLY).expect(404);
            Api.get(other, "/api/schedules").body("items", hasSize(0));
            Api.as(other).post(NIGHTLY + "/pause").expect(404);
            Api.as(other).delete(NIGHTLY).expect(404);
        }
        put(stranger, NIGHTLY, "{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(409);
        Api.get(Api.admin(tenant), NIGHTLY).expect(200);
    }

    @Test
    void oneOfTwoWhoMakeAScheduleAtTheSameTimeHasIt() throws Exception {
        ScheduleTable.Plan plan = plan();
        ScheduleKey key = new ScheduleKey(owner.tenant(), "nightly");
        Caller stranger = Api.user(tenant, "stranger");
        CompletableFuture<Schedules.Put> late = new CompletableFuture<>();

        database.transaction(tenant, connection -> {
            Schedules.Put first = schedules.put(connection, key, plan, owner);
            Thread.startVirtualThread(() ->
                    late.complete(database.transaction(tenant, other -> schedules.put(other, key, plan, stranger))));
            await().until(() -> waitsForALock());
            return first;
        });

        assertEquals(Schedules.Put.TAKEN, late.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS));
        Api.get(owner, NIGHTLY).expect(200).body("subject", equalTo("user:a"));
    }

    @Test
    void everyoneHasALimitOfTheirOwn() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        database.update(
                tenant,
                "insert into schedule (tenant, id, type, subject, input, cron, zone, missed, next_at, created_at)"
                        + " select tenant, 'more' || n, type, subject, input, cron, zone, missed, next_at, created_at"
                        + " from schedule, generate_series(1, 99) as n");
        Caller other = Api.user(tenant, "b");

        put(owner, "/api/schedules/late", "{\"cron\":\"0 3 * * *\"," + scenario("skip"))
                .expect(409);
        put("{\"cron\":\"0 4 * * *\"," + scenario("skip")).expect(200);
        put(other, "/api/schedules/late", "{\"cron\":\"0 3 * * *\"," + scenario("skip"))
                .expect(201);
    }

    @Test
    void adminSeesAllAtAGlance() {
        put("{\"cron\":\"0 3 * * *\"," + scenario("skip")).expect(201);
        comesDue(Instant.now());
        await().until(() -> instances("complete") == 1);

        Api.get(Api.admin(tenant), "/api/operations")
                .expect(200)
                .body("queues.class", hasItem("media"))
                .body("workflows.type", equalTo(List.of("scenario")))
                .body("workflows[0].instances.complete", equalTo(1))
                .body("workflows[0].oldestOpen", nullValue())
                .body("schedules.active", equalTo(1))
                .body("schedules.paused", equalTo(0))
                .body("schedules.nextAt", notNullValue());
        Api.get(owner, "/api/operations").expect(403);
    }

    private boolean waitsForALock() {
        return database.number(
                        tenant,
                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like ?",
                        "%into schedule%")
                > 0;
    }

    private static ScheduleTable.Plan plan() {
        return new ScheduleTable.Plan(
                "scenario", "{\"name\":\"x\"}", new Cron("0 3 * * *", Cron.zone("UTC")), Missed.SKIP);
    }

    private static String scenario(String missed) {
        return "\"type\":\"scenario\",\"input\":{\"name\":\"x\"},\"missed\":\"" + missed + "\"}";
    }

    private Answer put(String body) {
        return put(owner, NIGHTLY, body);
    }

    private static Answer put(Caller who, String path, String body) {
        return Api.as(who).contentType("application/json").body(body).put(path);
    }

    private Answer post(String command) {
        return Api.as(owner).post(NIGHTLY + "/" + command);
    }

    private void comesDue(Instant at) {
        isDue(at);
        lookForWhatIsDue();
    }

    /// The lane does not know it yet.
    private void isDue(Instant at) {
        database.update(tenant, "update schedule set next_at = ?", at);
    }

    private void lookForWhatIsDue() {
        database.update(
                tenant,
                "update execution_schedule set execution_time = now() where task_instance = ?",
                tenant + "/nightly");
    }

    private Instant nextAt() {
        return Instant.ofEpochMilli(database.number(tenant, "select extract(epoch from next_at) * 1000 from schedule"));
    }

    private Instant executionAt() {
        return Instant.ofEpochMilli(database.number(
                tenant,
                "select extract(epoch from execution_time) * 1000 from execution_schedule where task_instance = ?",
                tenant + "/nightly"));
    }

    private long instances(String status) {
        return database.number(tenant, "select count(*) from workflow where status = ?", status);
    }

    private long executions() {
        return database.number(
                tenant, "select count(*) from execution_schedule where task_instance = ?", tenant + "/nightly");
    }
}
