package dev.atrium.bench.target;

import dev.atrium.bench.server.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// Programs for Node, and the packages that they need.
final class NodePrograms {

    private static final List<String> PACKAGES = List.of("tinybase", "ws");

    private NodePrograms() {}

    /// Brings them to where they can run; asks the npm registry the first time.
    ///
    /// @return their directory
    /// @throws Target.Unavailable if there is no Node on this machine
    static Path prepare(Lab lab) throws IOException {
        Path directory = Files.createDirectories(lab.root().resolve("benchmarks/target/node"));
        try (Stream<Path> sources = Files.list(lab.root().resolve("benchmarks/src/main/node"))) {
            for (Path source : sources.toList()) {
                Files.copy(source, directory.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try {
            if (!PACKAGES.stream()
                    .allMatch(name ->
                            Files.isDirectory(directory.resolve("node_modules").resolve(name)))) {
                run(directory, List.of("npm", "ci", "--no-audit", "--no-fund"));
            }
            run(directory, List.of("node", "--version"));
        } catch (IOException e) {
            throw new Target.Unavailable("no Node or no npm registry: " + e.getMessage());
        }
        return directory;
    }

    private static void run(Path directory, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with status " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
