package dev.atrium.bench.workload;

import dev.atrium.bench.server.Postgres;
import dev.atrium.bench.target.JobsApi;
import dev.atrium.bench.target.JobsTarget;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// People who ask jobs-service for something.
///
/// @param connections over which they ask
record JobsLoad(JobsTarget target, int connections) {

    /// How many jobs and workflows one round of heating has.
    static final int HEAT = 500;

    /// How many jobs come when there is time for each.
    static final int GENTLE = 200;

    private static final Duration GENTLE_PAUSE = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PEOPLE = 200;
    private static final String TENANT = "bench";
    private static final String OTHER = "bench-other";
    private static final String WELCOMED = "ada@example.org";
    private static final Set<String> SCOPES = Set.of("jobs:read", "jobs:write", "notifications:send");

    void heat() throws IOException {
        notices(HEAT);
        reminders(HEAT, false);
    }

    Jobs.Done notices(int count) throws IOException {
        Instant from = Instant.now();
        JobsApi.all(count, connections, i -> notice(person(TENANT, i)));
        return jobsDone(TENANT, "created_at", from, count);
    }

    /// Adds jobs while the tenant has paused their class.
    void fill(int count) throws IOException {
        target.api().post(admin(), "/api/queues/fanout/pause", "");
        JobsApi.all(count, connections, i -> notice(person(TENANT, i)));
        awaitEmpty("fanout");
    }

    /// Has those of [#fill] done.
    Jobs.Done resume(int count) throws IOException {
        Instant from = Instant.now();
        target.api().post(admin(), "/api/queues/fanout/resume", "");
        return jobsDone(TENANT, "started_at", from, count);
    }

    /// Has those of [#fill] done; meanwhile somebody of another tenant wants one.
    Jobs.Done besideBacklog() throws IOException {
        target.api().post(admin(), "/api/queues/fanout/resume", "");
        Instant from = Instant.now();
        notice(person(OTHER, 0));
        awaitEmpty("fanout");
        return jobsDone(OTHER, "created_at", from, 1);
    }

    Jobs.Done gently() throws IOException {
        Instant from = Instant.now();
        for (int i = 0; i < GENTLE; i++) {
            notice(person(TENANT, i));
            LockSupport.parkNanos(GENTLE_PAUSE.toNanos());
        }
        return jobsDone(TENANT, "created_at", from, GENTLE);
    }

    Jobs.Done reminders(int count, boolean sleeps) throws IOException {
        Instant from = Instant.now();
        String input = sleeps ? "{\"text\":\"Tea\",\"after\":\"PT1S\"}" : "{\"text\":\"Tea\"}";
        JobsApi.all(count, connections, i -> remind(person(TENANT, i), input));
        awaitEmpty("workflow");
        return done("workflow where status = 'complete'", TENANT, "created_at", from, count);
    }

    /// Users are set up, in four steps: one that runs, one that asks the database and two that write. Nobody
    /// gets a mail, as the address of all of them was welcomed already.
    Jobs.Done onboardings(int count) throws IOException {
        postgres()
                .update(
                        "insert into welcome_address (address, mail, since)"
                                + " values (sha256(convert_to(?, 'UTF8')), sha256('bench'::bytea), now())"
                                + " on conflict (address) do update set since = excluded.since",
                        WELCOMED);
        Instant from = Instant.now();
        String run = Long.toString(from.toEpochMilli());
        JobsApi.all(count, connections, i -> start(person(TENANT, i), "onboarding", user(run + "-" + i)));
        awaitEmpty("workflow");
        return done("workflow where status = 'complete'", TENANT, "created_at", from, count);
    }

    private static String user(String id) {
        return "{\"userId\":\"" + id + "\",\"email\":\"" + WELCOMED + "\",\"name\":\"Ada\"}";
    }

    void remind(Caller who, String input) throws IOException {
        start(who, "reminder", input);
    }

    private void start(Caller who, String type, String input) throws IOException {
        target.api().post(who, "/api/workflow/start", "{\"type\":\"" + type + "\",\"input\":" + input + "}");
    }

    static Caller person(String tenant, int number) {
        String name = "p" + number % PEOPLE;
        return new Caller("user:" + name, new TenantId(tenant), name, Set.of("member"), SCOPES);
    }

    private static Caller admin() {
        return new Caller("user:boss", new TenantId(TENANT), "boss", Set.of("admin"), SCOPES);
    }

    private void notice(Caller who) throws IOException {
        target.api()
                .post(
                        who,
                        "/api/notifications",
                        "{\"title\":\"The build is done\",\"recipients\":[\"" + who.subject() + "\"]}");
    }

    private Jobs.Done jobsDone(String tenant, String begin, Instant from, int count) throws IOException {
        awaitEmpty("fanout");
        return done("job where state = 'done'", tenant, begin, from, count);
    }

    /// @param ended the table, and of what kind
    /// @param begin the column in which stands from when they are counted
    private Jobs.Done done(String ended, String tenant, String begin, Instant from, int count) throws IOException {
        String those = " from " + ended + " and tenant = ? and " + begin + " >= ?::timestamptz";
        long[] micros = postgres()
                .numbers("select extract(epoch from ended_at - " + begin + ") * 1e6" + those, tenant, from.toString());
        if (micros.length != count) {
            throw new IOException(micros.length + " of " + count + " were done");
        }
        Arrays.sort(micros);
        long last =
                postgres().number("select extract(epoch from max(ended_at)) * 1e6" + those, tenant, from.toString());
        return new Jobs.Done(
                Duration.between(from, Instant.EPOCH.plusNanos(1_000 * last)),
                "%.0f / %.0f / %.0f"
                        .formatted(at(micros, 50) / 1e3, at(micros, 99) / 1e3, micros[micros.length - 1] / 1e3));
    }

    private static long at(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private void awaitEmpty(String lane) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (postgres()
                        .number("select count(*) from execution_" + lane
                                + " where execution_time < now() + interval '1 h'")
                > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("there is still something to do in the lane " + lane);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Postgres postgres() {
        return target.postgres();
    }
}
