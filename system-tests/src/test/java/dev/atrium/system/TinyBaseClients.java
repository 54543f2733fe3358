package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;

/// Unmodified TinyBase clients from npm.
final class TinyBaseClients implements AutoCloseable {

    /// Why the tests with these clients are skipped.
    static final String OBSTACLE = "no TinyBase clients here: install Node 20 or newer to run their tests";

    private final NodeProgram program = NodeProgram.start("tinybase", "clients.mjs");

    private TinyBaseClients() {}

    /// Whether there can be clients on this machine; says so if not.
    static boolean areAvailable() {
        return NodeProgram.canRun(OBSTACLE);
    }

    static TinyBaseClients start() {
        return new TinyBaseClients();
    }

    /// Has a command done.
    ///
    /// @param parameters names and values in turn
    CompletableFuture<JsonNode> begin(String command, Object... parameters) {
        return program.begin(command, parameters);
    }

    /// Has a command done and waits for it.
    JsonNode run(String command, Object... parameters) {
        return program.run(command, parameters);
    }

    @Override
    public void close() {
        program.close();
    }
}
