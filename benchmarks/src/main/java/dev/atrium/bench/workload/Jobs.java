package dev.atrium.bench.workload;

import dev.atrium.bench.load.Measured;
import dev.atrium.bench.server.Postgres;
import dev.atrium.bench.target.JobsTarget;
import dev.atrium.bench.target.SchedulerTarget;
import dev.atrium.bench.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Durable jobs and workflows: how many in a second, and what one costs.
///
/// A job of jobs-service is a notice to oneself: the job, its tries, the notification in the inbox and the
/// hint to open sockets are stored. A workflow of one step is a reminder, one of four the onboarding of a
/// user. All are asked for by HTTP, by 200 people.
public record Jobs() implements Workload {

    private static final Duration IDLE = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public String title() {
        return "Durable jobs and workflows, all of them done";
    }

    @Override
    public List<String> columns() {
        return List.of(
                "what",
                "how many",
                "per second",
                "added until done p50 / p99 / max ms",
                "transactions each",
                "CPU ms each",
                "of each server",
                "cores");
    }

    @Override
    public List<String> targets() {
        return List.of("jobs", "db-scheduler");
    }

    @Override
    public void heat(Target target, Timing timing) throws IOException {
        long end = System.nanoTime() + (long) (timing.heatSeconds() * 1e9);
        while (System.nanoTime() < end) {
            switch (target) {
                case JobsTarget jobs -> new JobsLoad(jobs, timing.connections()).heat();
                case SchedulerTarget scheduler -> scheduler.add(JobsLoad.HEAT);
                default -> throw new IOException(target.name() + " has no jobs");
            }
        }
    }

    @Override
    public void run(Target target, Timing timing, Report report) throws IOException {
        int count = timing.jobs();
        switch (target) {
            case JobsTarget jobs -> {
                JobsLoad load = new JobsLoad(jobs, timing.connections());
                Meter meter = new Meter(target, jobs.postgres(), report);
                meter.row("jobs, asked for by HTTP", count, () -> load.notices(count));
                load.fill(count);
                meter.count();
                meter.row("jobs that lay waiting", count, () -> load.resume(count));
                load.fill(count);
                report.row(
                        target.name(),
                        List.of(
                                "one job of another tenant behind so many",
                                "1",
                                "-",
                                load.besideBacklog().latency(),
                                "-",
                                "-",
                                "-",
                                "-"));
                meter.count();
                meter.row("workflows of one step", count, () -> load.reminders(count, false));
                meter.row("workflows that sleep for 1 s before it", count, () -> load.reminders(count, true));
                load.onboardings(JobsLoad.HEAT);
                meter.count();
                meter.row("workflows of four steps", count, () -> load.onboardings(count));
                meter.row("jobs, 20 in a second", JobsLoad.GENTLE, load::gently);
            }
            case SchedulerTarget scheduler -> {
                Meter meter = new Meter(target, scheduler.postgres(), report);
                meter.row("jobs, added by the program itself", count, () -> new Done(scheduler.add(count), ""));
                scheduler.fill(count);
                meter.count();
                meter.row("jobs that lay waiting", count, () -> new Done(scheduler.resume(count), ""));
            }
            default -> throw new IOException(target.name() + " has no jobs");
        }
    }

    /// @param wall from the first that was added, or could begin, to the end of the last
    /// @param latency of each, as a cell
    record Done(Duration wall, String latency) {}

    private interface Load {
        Done run() throws IOException;
    }

    /// Transactions are those of all of the database, without what it does when nothing is asked of it.
    private static final class Meter {

        private final Target target;
        private final Postgres postgres;
        private final Report report;
        private final double idlePerSecond;
        private long transactions;
        private long countedNanos;

        Meter(Target target, Postgres postgres, Report report) throws IOException {
            this.target = target;
            this.postgres = postgres;
            this.report = report;
            long before = postgres.committedInAll();
            LockSupport.parkNanos(IDLE.toNanos());
            this.idlePerSecond = (double) (postgres.committed() - before) / IDLE.toSeconds();
            count();
        }

        /// Something was done meanwhile that is not to be measured.
        void count() throws IOException {
            transactions = postgres.committedInAll();
            countedNanos = System.nanoTime();
        }

        void row(String what, int count, Load load) throws IOException {
            Map<String, Duration> from = cpu();
            Done done = load.run();
            Map<String, Duration> to = cpu();
            to.replaceAll((server, cpu) -> cpu.minus(Objects.requireNonNull(from.get(server))));
            Measured.Usage usage =
                    new Measured.Usage(to.values().stream().reduce(Duration.ZERO, Duration::plus), done.wall(), count);
            double before = transactions - idlePerSecond * countedNanos / 1e9;
            count();
            double after = transactions - idlePerSecond * countedNanos / 1e9;
            report.row(
                    target.name(),
                    List.of(
                            what,
                            "%,d".formatted(count),
                            "%,.0f".formatted(count / (done.wall().toNanos() / 1e9)),
                            done.latency().isEmpty() ? "-" : done.latency(),
                            "%.1f".formatted((after - before) / count),
                            "%.2f".formatted(usage.secondsPerMillion() / 1e3),
                            to.entrySet().stream()
                                    .map(server -> "%s %.2f"
                                            .formatted(
                                                    server.getKey(),
                                                    server.getValue().toNanos() / 1e6 / count))
                                    .collect(Collectors.joining(", ")),
                            "%.2f".formatted(usage.cores())));
        }

        /// What each server has used up to now.
        private Map<String, Duration> cpu() {
            Map<String, Duration> cpu = new LinkedHashMap<>();
            target.servers().forEach(server -> cpu.put(server.name(), server.cpu()));
            return cpu;
        }
    }
}
