package dev.atrium.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./atrium audit verify`, run as its user runs it: without a server, on files.
final class VerifierTest {

    @TempDir
    Path directory;

    private final List<Entry> trail = AuditTool.trail(5);

    @Test
    void whatWasDoneToATrailIsFound() throws IOException, InterruptedException {
        List<Entry> changed = new ArrayList<>(trail);
        Entry third = trail.get(2);
        changed.set(2, AuditTool.entry(third.seq(), "user:eve", third.hash()));
        List<Entry> forged = new ArrayList<>(trail);
        forged.set(2, AuditTool.entry(3, "user:eve", "").chainedTo(trail.get(1).hash()));
        List<Entry> removed = new ArrayList<>(trail);
        removed.remove(2);
        List<Entry> reordered = new ArrayList<>(trail);
        Collections.swap(reordered, 1, 3);
        List<Entry> renumbered = new ArrayList<>(trail);
        renumbered.set(1, AuditTool.entry(2, trail.get(3).actor(), trail.get(3).hash()));
        renumbered.set(3, AuditTool.entry(4, trail.get(1).actor(), trail.get(1).hash()));
        List<Path> files = List.of(
                write("whole", trail),
                write("changed", changed),
                write("forged", forged),
                write("removed", removed),
                write("reordered", reordered),
                write("renumbered", renumbered));

        AuditTool.Run run = AuditTool.verify(files.stream().map(Path::toString).toList());

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

        assertEquals(
                0, AuditTool.verify(List.of(whole.toString(), "--head", head)).status());
        AuditTool.Run run = AuditTool.verify(List.of(shorter.toString(), "--head", head));

        assertEquals(1, run.status());
        assertEquals(List.of(shorter + ": the entry " + head + " is not there"), run.lines());
    }

    private Path write(String name, List<Entry> entries) throws IOException {
        return AuditTool.write(directory.resolve(name), entries);
    }
}
