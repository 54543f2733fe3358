package dev.atrium.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What Linux tells of a process in `/proc`.
public final class ProcStat {

    /// The kernel tells times in hundredths of a second, whatever its own clock is.
    private static final Duration TICK = Duration.ofMillis(10);
    /// User, system, and the same of the children that have ended; counted from the field behind the name.
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    private ProcStat() {}

    /// What a process, its living descendants, and the ended ones have used.
    static Duration cpu(ProcessHandle root) {
        return tree(root)
                .flatMap(process -> read(process, "stat"))
                .map(ProcStat::cpu)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Resident memory of a process and its descendants, in bytes; pages that several share are counted once.
    static long residentBytes(ProcessHandle root) {
        return tree(root)
                .flatMap(process -> read(process, "smaps_rollup"))
                .mapToLong(ProcStat::residentBytes)
                .sum();
    }

    /// @param stat content of `/proc/PID/stat`
    static Duration cpu(String stat) {
        // The name stands in parentheses and may contain anything.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        long ticks = fields.subList(FIRST_TIME, FIRST_TIME + TIMES).stream()
                .mapToLong(Long::parseLong)
                .sum();
        return TICK.multipliedBy(ticks);
    }

    /// @param rollup content of `/proc/PID/smaps_rollup`
    static long residentBytes(String rollup) {
        return rollup.lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static Stream<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    /// Empty if the process has ended meanwhile.
    private static Stream<String> read(ProcessHandle process, String file) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), file)));
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    /// The first value of a `name : value` line, for example of `/proc/cpuinfo`.
    public static String field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Arrays.asList(line.split(":", 2)).getLast().strip())
                .findFirst()
                .orElse("unknown");
    }
}
