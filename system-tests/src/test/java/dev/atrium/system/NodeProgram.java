package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program of Node with packages from npm, driven by the test: one JSON command a line to it, one JSON answer a line
/// back. Its packages are fetched by `npm ci` on first use.
final class NodeProgram implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(NodeProgram.class.getName());
    private static final int NODE_MIN = 20;
    private static final long PATIENCE_SECONDS = 60;
    private static final int LAST_WORDS_CHARS = 2_000;

    private final Process node;
    private final Path log;
    private final BufferedWriter commands;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private NodeProgram(Process node, Path log) {
        this.node = node;
        this.log = log;
        this.commands = node.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /// Whether there is a Node to run such programs; says so if not.
    ///
    /// @param obstacle what cannot be tested without
    static boolean canRun(String obstacle) {
        String version = output("node", "--version").trim();
        boolean available = version.matches("v\\d+\\..*")
                && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= NODE_MIN;
        if (!available) {
            LOG.log(System.Logger.Level.WARNING, obstacle + (version.isEmpty() ? "" : "; this is " + version));
        }
        return available;
    }

    /// Starts a program.
    ///
    /// @param name of its directory beside the tests, which has a `package.json`, a lock file and the program
    /// @param program the file to run
    static NodeProgram start(String name, String program) {
        Path place = Path.of("target", name);
        try {
            install(Path.of("src/test", name), place);
            Path log = place.resolve("program.log");
            ProcessBuilder node = new ProcessBuilder("node", program).directory(place.toFile());
            return new NodeProgram(node.redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Has a command done.
    ///
    /// @param parameters names and values in turn
    CompletableFuture<JsonNode> begin(String command, Object... parameters) {
        long id = ids.incrementAndGet();
        ObjectNode line = Http.JSON.createObjectNode().put("id", id).put("command", command);
        for (int i = 0; i < parameters.length; i += 2) {
            line.set((String) parameters[i], Http.JSON.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            synchronized (commands) {
                commands.write(line + "\n");
                commands.flush();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the program has ended: " + said(), e);
        }
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Has a command done and waits for it.
    JsonNode run(String command, Object... parameters) {
        return begin(command, parameters).join();
    }

    /// Ends the program, and what it has started.
    @Override
    public void close() {
        List<ProcessHandle> all =
                Stream.concat(node.descendants(), Stream.of(node.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
    }

    private void read() {
        try (BufferedReader answers = node.inputReader(StandardCharsets.UTF_8)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode answer = Http.JSON.readTree(line);
                CompletableFuture<JsonNode> due =
                        waiting.remove(answer.path("id").asLong());
                if (due != null && answer.has("error")) {
                    due.completeExceptionally(
                            new IllegalStateException(answer.path("error").asText()));
                } else if (due != null) {
                    due.complete(answer.path("result"));
                }
            }
            ended(null);
        } catch (IOException e) {
            ended(e);
        }
    }

    private void ended(@Nullable IOException cause) {
        IllegalStateException end = new IllegalStateException("the program has ended: " + said(), cause);
        waiting.values().forEach(due -> due.completeExceptionally(end));
    }

    /// The end of what the program said on its error output.
    private String said() {
        try {
            String all = Files.readString(log);
            return all.substring(Math.max(0, all.length() - LAST_WORDS_CHARS));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void install(Path sources, Path place) throws IOException {
        Files.createDirectories(place);
        boolean fresh = !Files.isDirectory(place.resolve("node_modules"));
        for (Path source : files(sources)) {
            byte[] wanted = Files.readAllBytes(source);
            Path copy = place.resolve(source.getFileName());
            boolean same = Files.exists(copy) && Arrays.equals(Files.readAllBytes(copy), wanted);
            fresh |= !same && source.getFileName().toString().startsWith("package");
            Files.write(copy, wanted);
        }
        if (fresh) {
            // Node makes inherited pipes non-blocking, also for this process, whose reading of its input then fails.
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(place.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(place.resolve("npm.log").toFile())
                    .start();
            try {
                if (npm.waitFor() != 0) {
                    throw new IllegalStateException("npm ci failed, see npm.log in " + place.toAbsolutePath());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String output(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }
}
