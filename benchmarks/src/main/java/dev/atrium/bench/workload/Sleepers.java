package dev.atrium.bench.workload;

import dev.atrium.bench.server.Heap;
import dev.atrium.bench.server.Postgres;
import dev.atrium.bench.target.JobsApi;
import dev.atrium.bench.target.JobsTarget;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What workflow instances cost that sleep, and how exactly others wake beside them. The sleepers are put
/// into the tables by SQL, as the engine leaves them; those that wake are started by HTTP.
public record Sleepers() implements Workload {

    private static final String TENANT = "bench-sleep";
    private static final int WAKING = 300;
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration APART = Duration.ofMillis(50);
    private static final Duration REST = Duration.ofSeconds(15);

    private static final List<String> FALL_ASLEEP = List.of(
            "insert into workflow (tenant, id, type, version, subject, input, status, run, sequence, created_at, started_at)"
                    + " select ?, 'reminder:' || n, 'reminder', 1, 'user:p' || n % 1000,"
                    + " json_build_object('text', 'Renew the passport', 'at', now() + n * interval '5 minutes')::text,"
                    + " 'waiting', 1, 3, now(), now() from generate_series(1, ?) as n",
            "insert into workflow_step (tenant, workflow_id, name, position, kind, status, attempts, next_attempt_at, started_at)"
                    + " select ?, 'reminder:' || n, 'wait', 0, 'sleep', 'waiting', 1, now() + n * interval '5 minutes' + interval '1 day', now()"
                    + " from generate_series(1, ?) as n",
            "insert into workflow_history (tenant, workflow_id, sequence, status, at)"
                    + " select ?, 'reminder:' || n, s.sequence, s.status, now() from generate_series(1, ?) as n,"
                    + " (values (1, 'queued'), (2, 'running'), (3, 'waiting')) as s(sequence, status)",
            "insert into execution_workflow (task_name, task_instance, execution_time, picked, version)"
                    + " select 'workflow', ? || '/reminder:' || n, now() + n * interval '5 minutes' + interval '1 day', false, 2"
                    + " from generate_series(1, ?) as n");

    @Override
    public String name() {
        return "sleepers";
    }

    @Override
    public String title() {
        return "Workflow instances that sleep: memory of jobs-service after a full collection, its start, and how late "
                + WAKING + " others wake beside them";
    }

    @Override
    public List<String> columns() {
        return List.of("sleepers", "start s", "heap MiB", "MiB", "late p50 / p99 / max ms");
    }

    @Override
    public List<String> targets() {
        return List.of("jobs");
    }

    @Override
    public void heat(Target target, Timing timing) throws IOException {
        new Jobs().heat(target, timing);
    }

    @Override
    public void run(Target target, Timing timing, Report report) throws IOException {
        if (!(target instanceof JobsTarget jobs)) {
            throw new IOException(target.name() + " has no workflows");
        }
        row(jobs, 0, timing, report);
        for (String insert : FALL_ASLEEP) {
            jobs.postgres().update(insert, TENANT, timing.sleepers());
        }
        jobs.postgres().update("vacuum analyze");
        row(jobs, timing.sleepers(), timing, report);
    }

    private void row(JobsTarget target, int sleepers, Timing timing, Report report) throws IOException {
        Duration start = target.restart();
        heat(target, timing);
        String late = wake(target);
        LockSupport.parkNanos(REST.toNanos());
        long heap = Heap.liveBytes(target.servers().getFirst());
        long resident = target.servers().getFirst().residentBytes();
        long asleep = target.postgres().number("select count(*) from execution_workflow");
        if (asleep != sleepers) {
            report.wrong("%s: %d of %d sleep".formatted(name(), asleep, sleepers));
        }
        report.row(
                target.name(),
                List.of(
                        "%,d".formatted(sleepers),
                        "%.1f".formatted(start.toMillis() / 1e3),
                        "%,d".formatted(heap >> 20),
                        "%,d".formatted(resident >> 20),
                        late));
    }

    /// One wakes every 50 ms.
    private static String wake(JobsTarget target) throws IOException {
        JobsLoad load = new JobsLoad(target, 8);
        Instant first = Instant.now().plus(FIRST);
        Postgres postgres = target.postgres();
        JobsApi.all(
                WAKING,
                load.connections(),
                i -> load.remind(
                        JobsLoad.person(TENANT, i),
                        "{\"text\":\"wake\",\"at\":\"" + first.plus(APART.multipliedBy(i)) + "\"}"));
        long[] late;
        do {
            LockSupport.parkNanos(APART.toNanos());
            late = postgres.numbers(
                    "select extract(epoch from n.created_at - (w.input::json ->> 'at')::timestamptz) * 1e6"
                            + " from notification as n join workflow as w on w.tenant = n.tenant"
                            + " and n.source = 'workflow:' || w.id where n.tenant = ? and n.created_at >= ?::timestamptz",
                    TENANT,
                    first.toString());
        } while (late.length < WAKING && Instant.now().isBefore(first.plus(Duration.ofMinutes(2))));
        if (late.length < WAKING) {
            throw new IOException("only " + late.length + " of " + WAKING + " woke");
        }
        Arrays.sort(late);
        return "%.0f / %.0f / %.0f"
                .formatted(late[WAKING / 2] / 1e3, late[WAKING * 99 / 100] / 1e3, late[WAKING - 1] / 1e3);
    }
}
