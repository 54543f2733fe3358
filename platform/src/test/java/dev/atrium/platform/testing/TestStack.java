package dev.atrium.platform.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The real PostgreSQL, Kafka, S3, Redis and mail catcher for a module's tests: the `local-stack` program as a child
/// process with fresh data, which ends with this JVM.
///
/// With `-Dinfra=containers` the stores are containers instead ([ContainerStack]).
///
/// Usage: `@QuarkusTestResource(value = TestStack.class, initArgs = @ResourceArg(name = "parts", value =
/// "postgres,kafka"))`.
public final class TestStack implements QuarkusTestResourceLifecycleManager {

    private static final int PORTS = 160;

    /// The last port of a block, which no part has.
    private static final int CLAIM = PORTS - 1;

    private static final Queue<ServerSocket> CLAIMS = new ConcurrentLinkedQueue<>();

    private static final String MAIL = "mail";

    private Set<String> parts = Set.of();
    private @Nullable String kafkaAdvertised;
    private @Nullable Process process;
    private @Nullable ContainerStack containers;

    @Override
    public void init(Map<String, String> arguments) {
        parts = Set.of(arguments.getOrDefault("parts", MAIL).split(","));
        kafkaAdvertised = arguments.get("kafka-advertised");
    }

    @Override
    public Map<String, String> start() {
        try {
            Path root = Path.of(System.getProperty("atrium.root"));
            Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "stack-")
                    .toAbsolutePath();
            int base = freePorts();
            boolean inContainers = "containers".equals(System.getProperty("infra"));
            Process started = launch(root, data, base, inContainers ? Set.of(MAIL) : parts, kafkaAdvertised);
            process = started;
            awaitReady(started);
            Map<String, String> settings = settings(data);
            if (inContainers) {
                ContainerStack stack = new ContainerStack();
                containers = stack;
                settings.putAll(stack.start(root, parts, settings));
            }
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (containers != null) {
            containers.close();
        }
        Process running = process;
        if (running != null) {
            try {
                running.getOutputStream().close();
                running.waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Process launch(Path root, Path data, int base, Set<String> parts, @Nullable String kafkaAdvertised)
            throws IOException {
        Path jars = root.resolve("local-stack/target/local-stack");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException(jars + " does not exist: package the module local-stack first");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars + "/*",
                "dev.atrium.localstack.LocalStack",
                "--data",
                data.toString(),
                "--private-ports",
                Integer.toString(base),
                "--exit-when-stdin-closes",
                "--parts",
                String.join(",", parts)));
        if (kafkaAdvertised != null) {
            command.addAll(List.of("--kafka-advertised", kafkaAdvertised));
        }
        return new ProcessBuilder(command)
                .redirectError(data.resolve("stack.log").toFile())
                .start();
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready all")) {
                drain(output);
                return;
            }
            if (line.startsWith("failed ")) {
                throw new IllegalStateException("local stack: " + line);
            }
        }
        throw new IllegalStateException("the local stack ended before it was ready");
    }

    /// Keeps reading, so that the child never waits for a full pipe.
    private static void drain(BufferedReader output) {
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
    }

    /// The lines of suite.env as Quarkus properties: `ATRIUM_S3_ENDPOINT` is `atrium.s3-endpoint`'s
    /// environment name and `atrium.s3.endpoint`'s alike, so both the dotted form and the variable name
    /// are set.
    private static Map<String, String> settings(Path data) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("run/suite.env"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String name = line.substring(0, equals);
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), line.substring(equals + 1));
            }
        }
        settings.put("atrium.state", data.resolve("state").toString());
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    /// A block of ports below the range that the system gives to outgoing connections. Several test JVMs look for one
    /// at the same time: who listens on this port of a block has it, until its JVM ends.
    private static int freePorts() throws IOException {
        for (int base = 21_000; base < 32_000; base += PORTS + 40) {
            ServerSocket claim = new ServerSocket();
            if (listen(claim, base + CLAIM) && areFree(base + 100, base + 110, base + 120, base + 130, base + 150)) {
                CLAIMS.add(claim);
                return base;
            }
            claim.close();
        }
        throw new IllegalStateException("no free block of ports");
    }

    private static boolean areFree(int... ports) throws IOException {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                if (!listen(socket, port)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean listen(ServerSocket socket, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }
}
