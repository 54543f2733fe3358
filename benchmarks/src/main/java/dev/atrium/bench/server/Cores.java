package dev.atrium.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Which processors the servers may use, and which the load program: one each, so that neither takes time from the
/// other. Where the system cannot do that, they share.
///
/// @param servers a list as `taskset` takes it, empty for all
/// @param generator likewise
public record Cores(String servers, String generator) {

    /// @return without pinning where it is not possible
    public static Cores pinned(String servers, String generator) {
        boolean possible =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "taskset")))
                        && Runtime.getRuntime().availableProcessors() > 1;
        return possible ? new Cores(servers, generator) : new Cores("", "");
    }

    public boolean isPinned() {
        return !servers.isEmpty();
    }

    List<String> forServer(List<String> command) {
        if (!isPinned()) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", servers));
        pinned.addAll(command);
        return pinned;
    }

    /// Pins this process, with all its threads.
    public void pinGenerator() throws IOException, InterruptedException {
        if (isPinned()) {
            Process process = new ProcessBuilder(
                            "taskset",
                            "-a",
                            "-c",
                            "-p",
                            generator,
                            Long.toString(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("taskset cannot bind the load program to core " + generator);
            }
        }
    }
}
