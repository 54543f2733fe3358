package dev.atrium.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./atrium audit verify`, run as its user runs it: without a server, on files.
final class VerifierTest {

    private static final Path TOOL = Path.of(System.getProperty("atrium.root"), "tools", "Audit.java");

    @TempDir
    Path directory;

    private final List<Entry> trail = trail(5);

    @Test
    void whatWasDoneToATrailIsFound() throws IOException, InterruptedException {
        List<Entry> changed = new ArrayList<>(trail);
        Entry third = trail.get(2);
        changed.set(2, entry(third.seq(), "user:eve", third.hash()));
        List<Entry> forged = new ArrayList<>(trail);
        forged.set(2, entry(3, "user:eve", "").chainedTo(trail.get(1).hash()));
        List<Entry> removed = new ArrayList<>(trail);
        removed.remove(2);
        List<Entry> reordered = new ArrayList<>(trail);
        Collections.swap(reordered, 1, 3);
        List<Entry> renumbered = new ArrayList<>(trail);
        renumbered.set(1, entry(2, trail.get(3).actor(), trail.get(3).hash()));
        renumbered.set(3, entry(4, trail.get(1).actor(), trail.get(1).hash()));
        List<Path> files = List.of(
                write("whole", trail),
                write("changed", changed),
                write("forged", forged),
                write("removed", removed),
                write("reordered", reordered),
                write("renumbered", renumbered));

        Run run = verify(files.stream().map(Path::toString).toList());

        assertEquals(1, run.status());
        assertEquals(
                List.of(
                        files.get(0) + ": 5 entries of acme fit; head 5:"
                                + trail.getLast().hash(),
                        files.get(1) + ": entry 3 is not what was written",
                        files.get(2) + ": entry 4 is not what was written",
                        files.get(3) + ": entry 4 stands where entry 3 should be",
                        files.get(4) + ": entry 4 stands where entry 2 should be",
                        files.get(5) + ": entry 2 is not what was written"),
                run.lines());
    }

    @Test
    void aTrailThatWasCutOffOrWrittenAnewDoesNotHaveTheHeadThatWasKept() throws IOException, InterruptedException {
        Path whole = write("whole", trail);
        Path shorter = write("shorter", trail.subList(0, 4));
        String head = "5:" + trail.getLast().hash();

        assertEquals(0, verify(List.of(whole.toString(), "--head", head)).status());
        Run run = verify(List.of(shorter.toString(), "--head", head));

        assertEquals(1, run.status());
        assertEquals(List.of(shorter + ": the entry " + head + " is not there"), run.lines());
    }

    private record Run(int status, List<String> lines) {}

    private static Run verify(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                TOOL.toString(),
                "verify"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the verifier does not end");
        }
        return new Run(process.exitValue(), lines);
    }

    private Path write(String name, List<Entry> entries) throws IOException {
        return Files.write(
                directory.resolve(name), entries.stream().map(Json::write).toList());
    }

    private static List<Entry> trail(int length) {
        List<Entry> entries = new ArrayList<>();
        String previous = Entry.START;
        for (int seq = 1; seq <= length; seq++) {
            Entry entry = entry(seq, "user:" + seq, "").chainedTo(previous);
            entries.add(entry);
            previous = entry.hash();
        }
        return List.copyOf(entries);
    }

    private static Entry entry(long seq, String actor, String hash) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z").plusMillis(seq * 250);
        return new Entry("acme", seq, time, actor, "key.create", "key_☂", "done", "req", "{\"a\":\"b\"}", hash);
    }
}
