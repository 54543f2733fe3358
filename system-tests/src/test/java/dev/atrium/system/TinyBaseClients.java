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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Unmodified TinyBase clients from npm, in a process of Node. Their packages are fetched by `npm ci` on first use.
final class TinyBaseClients implements AutoCloseable {

    /// Why the tests with these clients are skipped.
    static final String OBSTACLE = "no TinyBase clients here: install Node 18 or newer to run their tests";

    private static final System.Logger LOG = System.getLogger(TinyBaseClients.class.getName());
    private static final int NODE_MIN = 18;
    private static final Path SOURCES = Path.of("src/test/tinybase");
    private static final Path PLACE = Path.of("target/tinybase");
    private static final long PATIENCE_SECONDS = 60;

    private final Process node;
    private final BufferedWriter commands;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private TinyBaseClients(Process node) {
        this.node = node;
        this.commands = node.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /// Whether there can be clients on this machine; says so if not.
    static boolean areAvailable() {
        String version = output("node", "--version").trim();
        boolean available = version.matches("v\\d+\\..*")
                && Integer.parseInt(version.substring(1, version.indexOf('.'))) >= NODE_MIN;
        if (!available) {
            LOG.log(System.Logger.Level.WARNING, OBSTACLE + (version.isEmpty() ? "" : "; this is " + version));
        }
        return available;
    }

    static TinyBaseClients start() {
        try {
            install();
            return new TinyBaseClients(new ProcessBuilder("node", "clients.mjs")
                    .directory(PLACE.toFile())
                    .redirectError(PLACE.resolve("clients.log").toFile())
                    .start());
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
            throw new UncheckedIOException(e);
        }
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Has a command done and waits for it.
    JsonNode run(String command, Object... parameters) {
        return begin(command, parameters).join();
    }

    @Override
    public void close() {
        node.destroy();
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
        } catch (IOException e) {
            waiting.values().forEach(due -> due.completeExceptionally(e));
        }
    }

    private static void install() throws IOException {
        Files.createDirectories(PLACE);
        boolean fresh = !Files.isDirectory(PLACE.resolve("node_modules"));
        for (String name : new String[] {"package.json", "package-lock.json", "clients.mjs"}) {
            byte[] wanted = Files.readAllBytes(SOURCES.resolve(name));
            Path copy = PLACE.resolve(name);
            boolean same = Files.exists(copy) && Arrays.equals(Files.readAllBytes(copy), wanted);
            fresh |= !same && name.startsWith("package");
            Files.write(copy, wanted);
        }
        if (fresh) {
            // Node makes inherited pipes non-blocking, also for this process, whose reading of its input then fails.
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(PLACE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(PLACE.resolve("npm.log").toFile())
                    .start();
            try {
                if (npm.waitFor() != 0) {
                    throw new IllegalStateException("npm ci failed, see npm.log in " + PLACE.toAbsolutePath());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
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
