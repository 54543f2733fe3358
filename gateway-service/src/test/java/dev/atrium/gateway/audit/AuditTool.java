package dev.atrium.gateway.audit;

import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// `./atrium audit`, and trails for it.
final class AuditTool {

    private static final Path TOOLS = Path.of(System.getProperty("atrium.root"), "tools");
    private static final Path PROGRAM = TOOLS.resolve("Audit.java");

    /// The program's classes: Java, given its source, compiles it at each start.
    private static final Path CLASSES = compiled();

    private AuditTool() {}

    record Run(int status, List<String> lines) {}

    static Run verify(List<String> arguments) throws IOException, InterruptedException {
        return run(
                Map.of(),
                List.of("-cp", CLASSES.toString(), "Audit"),
                Stream.concat(Stream.of("verify"), arguments.stream()).toList());
    }

    /// Runs it as its user does, from its source.
    static Run run(Map<String, String> environment, List<String> arguments) throws IOException, InterruptedException {
        return run(environment, List.of(PROGRAM.toString()), arguments);
    }

    private static Run run(Map<String, String> environment, List<String> program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(program);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the verifier does not end");
        }
        return new Run(process.exitValue(), lines);
    }

    private static Path compiled() {
        try {
            Path classes = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "audit-");
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-sourcepath",
                            TOOLS.toString(),
                            "-d",
                            classes.toString(),
                            PROGRAM.toString());
            if (status != 0) {
                throw new IllegalStateException(PROGRAM + " does not compile");
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As `./atrium audit export` writes it.
    static Path write(Path file, List<Entry> entries) throws IOException {
        return Files.write(file, entries.stream().map(Json::write).toList());
    }

    /// A trail of `acme` that fits.
    static List<Entry> trail(int length) {
        List<Entry> entries = new ArrayList<>();
        for (int seq = 1; seq <= length; seq++) {
            entries.add(entry(seq, "user:" + seq, ""));
        }
        return chained(entries);
    }

    /// The same entries with hashes that fit: what somebody does who changed one and owns the database.
    static List<Entry> chained(List<Entry> entries) {
        List<Entry> chained = new ArrayList<>();
        String previous = Entry.START;
        for (Entry entry : entries) {
            Entry next = entry.chainedTo(previous);
            chained.add(next);
            previous = next.hash();
        }
        return List.copyOf(chained);
    }

    static Entry entry(long seq, String actor, String hash) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z").plusMillis(seq * 250);
        return new Entry("acme", seq, time, actor, "key.create", "key_☂", "done", "req", "{\"a\":\"b\"}", hash);
    }
}
