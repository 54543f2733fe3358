package dev.atrium.bench;

import dev.atrium.bench.server.Cores;
import dev.atrium.bench.server.Lab;
import dev.atrium.bench.server.ProcStat;
import dev.atrium.bench.target.Baseline;
import dev.atrium.bench.target.JobsTarget;
import dev.atrium.bench.target.Rooms;
import dev.atrium.bench.target.SchedulerTarget;
import dev.atrium.bench.target.Target;
import dev.atrium.bench.target.TinyBaseServer;
import dev.atrium.bench.workload.Report;
import dev.atrium.bench.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The load program: starts the servers, loads them beside each other, and prints tables. `./atrium bench --help`
///
/// Exit status: 1 if something could not be measured or was delivered wrongly, 2 for a wrong command line.
public final class Bench {

    /// Marks a directory that may be emptied.
    private static final String MARK = ".atrium-bench";

    private final Options options;
    private final Report report = new Report(System.out);
    private final Lab lab;
    private final List<Target> targets;
    private final Set<Target> hot = new HashSet<>();
    private volatile boolean stopped;

    private Bench(Path root, Options options, Cores cores) {
        this.options = options;
        this.lab = new Lab(root, options.data(), cores, options.java());
        this.targets = List.of(
                Rooms.direct(lab),
                Rooms.unflushed(lab),
                Rooms.throughGateway(lab),
                Rooms.throughNginx(lab),
                Baseline.broadcast(lab),
                Baseline.node(lab),
                new TinyBaseServer(lab),
                new JobsTarget(lab),
                new SchedulerTarget(lab));
    }

    /// @param arguments see [Options]
    public static void main(String... arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Path root = Path.of(System.getProperty("atrium.root", "")).toAbsolutePath();
        Options options;
        try {
            options = Options.parse(root, arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        Cores cores = options.cores().getFirst().isEmpty()
                ? new Cores("", "")
                : Cores.pinned(options.cores().getFirst(), options.cores().getLast());
        empty(options.data());
        cores.pinGenerator();
        Bench bench = new Bench(root, options, cores);
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stop, "stop"));
        System.exit(bench.runOrTell(cores) ? 0 : 1);
    }

    private void stop() {
        stopped = true;
        lab.close();
    }

    private boolean runOrTell(Cores cores) {
        try {
            return run(cores);
        } catch (IOException | UncheckedIOException e) {
            // Once the servers are stopped, by Ctrl-C, what fails is no news.
            if (!stopped) {
                System.err.println("cannot go on: " + e.getMessage());
            }
            return false;
        }
    }

    private boolean run(Cores cores) throws IOException {
        printMachine(cores);
        try (lab) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Workload workload : options.workloads()) {
                    run(workload, round);
                }
            }
        }
        report.summary();
        delete(options.data().resolve("stack"));
        return report.wrong().isEmpty();
    }

    private void run(Workload workload, int round) throws IOException {
        String title = workload.title() + (options.rounds() > 1 ? ", round " + round : "");
        report.table(workload.name() + ": " + title, workload.columns());
        for (Target target : targets) {
            if (workload.targets().contains(target.name())
                    && (options.targets().isEmpty() || options.targets().contains(target.name()))) {
                try {
                    target.prepare();
                    if (hot.add(target)) {
                        workload.heat(target, options.timing());
                    }
                    workload.run(target, options.timing(), report);
                } catch (Target.Unavailable e) {
                    report.skipped(target.name(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void printMachine(Cores cores) throws IOException {
        System.out.println("Machine: " + ProcStat.field(Path.of("/proc/cpuinfo"), "model name") + ", "
                + processors() + " processors, "
                + ProcStat.field(Path.of("/proc/meminfo"), "MemTotal") + ", Linux " + System.getProperty("os.version")
                + ", Java " + Runtime.version());
        System.out.println(
                cores.isPinned()
                        ? "All servers on processor " + cores.servers() + ", the load program on " + cores.generator()
                                + "."
                        : "Servers and load program share all processors.");
        System.out.println("Load average before: "
                + Files.readString(Path.of("/proc/loadavg")).strip());
        System.out.println(options.timing() + ", logs in " + options.data().resolve("logs"));
    }

    /// Of the machine; this process has bound itself to one of them.
    private static long processors() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
    }

    /// Empties a directory of this program, or makes it.
    private static void empty(Path data) throws IOException {
        if (Files.isDirectory(data) && !Files.exists(data.resolve(MARK)) && !isEmpty(data)) {
            throw new IOException(data + " holds something else than the results of a benchmark");
        }
        delete(data);
        Files.createDirectories(data);
        Files.createFile(data.resolve(MARK));
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
