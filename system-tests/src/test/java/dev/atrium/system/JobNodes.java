package dev.atrium.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/// Three jobs-services: the suite's own, behind the gateway, and two beside it on the same database and topics, which
/// share its work.
final class JobNodes implements AutoCloseable {

    private static final String OWN = "jobs-service";
    private static final int OWN_PORT = 30;
    private static final int[] PORTS = {162, 164};
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Suite suite;
    private final List<Process> others = new ArrayList<>();
    private final RandomGenerator random;

    /// @param random chooses whom the blows hit
    JobNodes(Suite suite, RandomGenerator random) {
        this.suite = suite;
        this.random = random;
        for (int port : PORTS) {
            others.add(start(port));
        }
    }

    int count() {
        return 1 + PORTS.length;
    }

    /// Returns when all of them are well.
    void awaitReady() {
        suite.awaitHealthy();
        Awaitility.await("all nodes are ready")
                .atMost(PATIENCE)
                .until(() -> isReady(OWN_PORT) && isReady(PORTS[0]) && isReady(PORTS[1]));
    }

    /// `kill -9` of one of them; it is started again.
    void killAny() {
        int victim = random.nextInt(count());
        if (victim == 0) {
            suite.awaitAnotherProcess(OWN, suite.kill(OWN));
        } else {
            others.get(victim - 1).destroyForcibly().onExit().join();
            others.set(victim - 1, start(PORTS[victim - 1]));
        }
    }

    @Override
    public void close() {
        others.forEach(Process::destroy);
        others.forEach(process -> process.onExit().join());
    }

    private Process start(int port) {
        try {
            Process process = suite.another(OWN, port);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady(int port) {
        URI ready = suite.service(port + 1).resolve("/q/health/ready");
        try {
            return Http.get(ready).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }
}
