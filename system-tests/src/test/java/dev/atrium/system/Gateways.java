package dev.atrium.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Gateways beside that of the suite, before the same services, on the same database and Redis.
final class Gateways implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int FIRST_PORT = 170;

    private final Suite suite;
    private final List<Process> processes = new ArrayList<>();

    /// Returns when all of them are ready.
    ///
    /// @param settings for each gateway what is special of its environment
    Gateways(Suite suite, List<Map<String, String>> settings) {
        this.suite = suite;
        try {
            for (Map<String, String> special : settings) {
                processes.add(suite.another("gateway-service", port(processes.size()), special));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        processes.forEach(gateway -> Runtime.getRuntime().addShutdownHook(new Thread(gateway::destroyForcibly)));
        try {
            Awaitility.await("all gateways are ready")
                    .atMost(PATIENCE)
                    .until(() -> IntStream.range(0, processes.size()).allMatch(this::isReady));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    URI get(int number) {
        return suite.service(port(number));
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(gateway -> gateway.onExit().join());
    }

    private boolean isReady(int number) {
        if (!processes.get(number).isAlive()) {
            throw new IllegalStateException("a gateway has ended: gateway-service-" + port(number) + ".log");
        }
        try {
            return Http.get(suite.service(port(number) + 1).resolve("/q/health/ready"))
                            .status()
                    == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private static int port(int number) {
        return FIRST_PORT + 2 * number;
    }
}
