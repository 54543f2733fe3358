package dev.atrium.bench;

import dev.atrium.bench.workload.Timing;
import dev.atrium.bench.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What the command line asked for.
///
/// @param workloads at least one
/// @param targets empty: those that each workload names
/// @param rounds how often everything is measured
/// @param cores of the servers, and of the load program
/// @param data a directory of its own, which is emptied
/// @param java further arguments for the JVMs of services, by the service's name
record Options(
        List<Workload> workloads,
        List<String> targets,
        Timing timing,
        int rounds,
        List<String> cores,
        Path data,
        Map<String, List<String>> java) {

    static final String USAGE = """
            usage: ./atrium bench [OPTIONS]    the load program
                   ./atrium bench jmh [ARGS]   the JMH benchmarks; ARGS go to JMH (-h lists them)

              --workloads LIST      of ack,fan-out,small-rooms,crowd,cursors,small-cursors,idle,history,tinybase,jobs,
                                    sleepers; default: all, in about 30 minutes
              --targets LIST        of room,room-unflushed,gateway,nginx,broadcast,node-ws,tinybase-server,jobs,
                                    db-scheduler; default: those that fit
              --rounds N            everything N times, targets in turns; default 1
              --seconds S           measured in each step; default 2
              --heat S              of load before a target is measured at all, and a quarter of it before each
                                    workload; default 60
              --warm-up S           before that in each step; default 1
              --max-rate R          most messages a second to try; default 40000
              --rates LIST          only these rates, ascending, and no ladder
              --idle-sockets N      for idle; default 5000
              --connections N       for history; default 32
              --cores SERVERS:LOAD  as taskset takes them; default 0:1; - pins nothing
              --data DIR            is emptied; default .atrium/bench
              --room-java ARG       for the JVM of room-service, for example -Xmx1g or -Datrium.room.shard.pending=20000;
                                    may be repeated
              --gateway-java ARG    the same for gateway-service
              --jobs-java ARG       the same for jobs-service
              --jobs N              for jobs; default 5000
              --sleepers N          for sleepers; default 100000""";

    private static final Map<String, Double> DEFAULTS = Map.of(
            "--rounds", 1.0,
            "--heat", 60.0,
            "--warm-up", 1.0,
            "--seconds", 2.0,
            "--max-rate", 40_000.0,
            "--idle-sockets", 5_000.0,
            "--connections", 32.0,
            "--jobs", 5_000.0,
            "--sleepers", 100_000.0);

    /// @param root of the repository
    /// @throws IllegalArgumentException with a message for the user
    static Options parse(Path root, String... arguments) {
        List<Workload> workloads = Workload.all();
        List<String> targets = List.of();
        Map<String, Double> numbers = new HashMap<>(DEFAULTS);
        List<Double> rates = List.of();
        List<String> cores = List.of("0", "1");
        Path data = root.resolve(".atrium/bench");
        Map<String, List<String>> java = new HashMap<>();
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " is not known, or its value is missing");
            }
            String value = rest.next();
            switch (option) {
                case "--workloads" -> workloads = named(value);
                case "--targets" -> targets = List.of(value.split(","));
                case "--cores" -> cores = value.equals("-") ? List.of("", "") : pair(value);
                case "--rates" -> rates = rates(value);
                case "--data" -> data = Path.of(value).toAbsolutePath();
                case "--room-java", "--gateway-java", "--jobs-java" ->
                    java.computeIfAbsent(option.replaceAll("--|-java", "") + "-service", _ -> new ArrayList<>())
                            .add(value);
                default -> {
                    if (!numbers.containsKey(option)) {
                        throw new IllegalArgumentException("unknown option " + option);
                    }
                    numbers.put(option, number(option, value));
                }
            }
        }
        int rounds = (int) of(numbers, "--rounds");
        return new Options(workloads, targets, timing(numbers, rates), rounds, cores, data, Map.copyOf(java));
    }

    private static Timing timing(Map<String, Double> numbers, List<Double> rates) {
        return new Timing(
                of(numbers, "--heat"),
                of(numbers, "--warm-up"),
                of(numbers, "--seconds"),
                of(numbers, "--max-rate"),
                rates,
                (int) of(numbers, "--idle-sockets"),
                (int) of(numbers, "--connections"),
                (int) of(numbers, "--jobs"),
                (int) of(numbers, "--sleepers"));
    }

    private static double of(Map<String, Double> numbers, String option) {
        return Objects.requireNonNull(numbers.get(option));
    }

    private static List<Workload> named(String list) {
        List<Workload> named = new ArrayList<>();
        for (String name : list.split(",")) {
            named.add(Workload.all().stream()
                    .filter(workload -> workload.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no workload is called " + name)));
        }
        return named;
    }

    private static List<Double> rates(String list) {
        return Stream.of(list.split(","))
                .map(rate -> number("--rates", rate))
                .sorted()
                .toList();
    }

    private static double number(String option, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The same message as for a number that is too small.
        }
        throw new IllegalArgumentException(option + " must be a number above 0, not " + value);
    }

    private static List<String> pair(String value) {
        List<String> cores = List.of(value.split(":"));
        if (cores.size() != 2) {
            throw new IllegalArgumentException("--cores must be like 0:1, not " + value);
        }
        return cores;
    }
}
