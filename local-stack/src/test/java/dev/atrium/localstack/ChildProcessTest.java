package dev.atrium.localstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {

    @TempDir
    Path data;

    /// As initdb does, while it is ended: what such a child writes would come back into a directory that is removed.
    @Test
    void whatAProcessStartsWhileItIsEndedEndsToo() throws Exception {
        Path sleep = data.resolve("sleep");
        Files.copy(Path.of("/bin/sleep"), sleep, StandardCopyOption.COPY_ATTRIBUTES);
        String starting = "i=0; while [ $i -lt 600 ]; do \"$0\" 60 & \"$0\" 0.002; i=$((i+1)); done; wait";
        Process parent = new ProcessBuilder("sh", "-c", starting, sleep.toString()).start();
        ChildProcess child = new ChildProcess(data.resolve("record"), data.resolve("log"), "KILL");
        await().pollInterval(Duration.ofMillis(10)).until(() -> children().size() > 10);

        child.end(parent.toHandle());

        assertEquals(List.of(), children());
    }

    private List<String> children() {
        return ProcessHandle.allProcesses()
                .filter(ChildProcess::runs)
                .map(handle -> handle.info().commandLine())
                .flatMap(Optional::stream)
                .filter(command -> command.startsWith(data.resolve("sleep") + " "))
                .toList();
    }
}
