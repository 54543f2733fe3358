package dev.atrium.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The suite as a user starts it: `./atrium up`, with data, ports and logs of its own. Started once for all tests of
/// this JVM and stopped with it.
final class Suite {

    /// How many shards the suite's rooms are in.
    private static final int SHARDS = 8;

    private static final Duration START_TIMEOUT = Duration.ofMinutes(8);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    /// What was killed several times within minutes is started again after up to 30 seconds.
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(5);

    private static final int PRIVATE_PORTS = 160;

    /// Tests that kill, stop, restart or add nodes, and wait until these are there (again): most of their time is that
    /// of
    /// starts. `./atrium test` leaves them out, `./atrium test --all` does not.
    static final String NODES = "nodes";

    /// The order of tests that begin with somebody who signs in: the identity provider takes a minute
    /// to start, and the other tests need not wait for it.
    static final int LATE = Integer.MAX_VALUE;

    /// How many room-services share the rooms.
    static final int ROOM_NODES = Integer.getInteger("atrium.room-nodes", 2);

    /// How many sockets a room takes: few, so that more of them are relayed.
    static final int SOCKETS_PER_ROOM = 60;

    /// How long a session's token is good.
    static final Duration SESSION_TOKEN = Duration.ofSeconds(10);

    /// Code of programs that live for minutes, and are started again and again, is not worth being optimised: a start
    /// costs half as much. Figures want it as users have it: `-Datrium.optimise=true`.
    private static final String JVM_OPTIONS = Boolean.getBoolean("atrium.optimise") ? "" : "-XX:TieredStopAtLevel=1";

    static {
        // Also of what says nothing else; a busy machine needs more than ten seconds for what takes one otherwise.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private static @Nullable Suite shared;
    private static final List<ServerSocket> CLAIMS = new ArrayList<>();

    private final Path root = Path.of(System.getProperty("atrium.root"));
    private final Path data;
    private final int port;
    private final int privatePorts;
    private @Nullable Process up;

    private Suite(Path data, int port, int privatePorts) {
        this.data = data;
        this.port = port;
        this.privatePorts = privatePorts;
    }

    /// The running suite, with all parts well.
    static synchronized Suite running() {
        Suite suite = shared;
        if (suite == null) {
            try {
                Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "suite-")
                        .toAbsolutePath();
                int base = freePorts();
                suite = new Suite(data, base + PRIVATE_PORTS, base);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            shared = suite;
            Runtime.getRuntime().addShutdownHook(new Thread(suite::stop));
            suite.start();
        } else {
            // What an earlier test has killed may still be on its way back.
            suite.awaitHealthy();
        }
        return suite;
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// The mail catcher's API.
    URI mails() {
        return URI.create("http://127.0.0.1:" + (privatePorts + 151) + "/api/messages");
    }

    /// Keycloak's token endpoint.
    URI tokens() {
        return URI.create("http://127.0.0.1:" + (privatePorts + 140) + "/realms/atrium/protocol/openid-connect/token");
    }

    /// The private address of a service, by its place among the ports.
    URI service(int offset) {
        return URI.create("http://127.0.0.1:" + (privatePorts + offset));
    }

    Path logs() {
        return data.resolve("logs");
    }

    Path data() {
        return data;
    }

    /// Starts the suite and returns when `./atrium up` says that it is usable.
    void start() {
        Path output = data.resolve("up.log");
        try {
            up = command("up", "--room-nodes", Integer.toString(ROOM_NODES))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the suite is up, see " + output)
                .atMost(START_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process().isAlive()) {
                        throw new IllegalStateException("./atrium up ended: " + Files.readString(output));
                    }
                    return answers();
                });
    }

    /// Stops the suite as Ctrl-C does, and everything that it started.
    void stop() {
        Process running = up;
        if (running == null || !running.isAlive()) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("./atrium up did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// `kill -9` of one part; the suite starts it again by itself.
    ///
    /// @return the process that was killed
    long kill(String part) {
        long pid = pid(part);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    /// Sends a signal to one part.
    void signal(String part, String signal) {
        signal(signal, Stream.of(ProcessHandle.of(pid(part)).orElseThrow()));
    }

    /// Sends a signal to all processes of one part.
    void signalAll(String part, String signal) {
        ProcessHandle parent = ProcessHandle.of(pid(part)).orElseThrow();
        signal(signal, Stream.concat(Stream.of(parent), parent.descendants()));
    }

    private static void signal(String signal, Stream<ProcessHandle> processes) {
        List<String> command = Stream.concat(
                        Stream.of("kill", "-" + signal), processes.map(process -> Long.toString(process.pid())))
                .toList();
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Returns when all parts say that they are well.
    void awaitHealthy() {
        Awaitility.await("all parts are well").atMost(RECOVERY_TIMEOUT).until(this::answers);
    }

    /// Returns when all parts are well and each room-service has its share of the rooms.
    void awaitRoomNodes() {
        awaitHealthy();
        Awaitility.await("each node has its share of the rooms")
                .atMost(RECOVERY_TIMEOUT)
                .ignoreException(UncheckedIOException.class)
                .until(this::areRoomsShared);
    }

    /// A node that comes gets its shards one by one.
    private boolean areRoomsShared() {
        DoubleSummaryStatistics open = RoomNode.all(this).stream()
                .mapToDouble(node -> node.metric("atrium_room_shards_open"))
                .summaryStatistics();
        return open.getSum() == SHARDS && open.getMax() - open.getMin() <= 1;
    }

    /// Returns when one more room-service ([#another]) has its share of the rooms.
    ///
    /// @param offset of its port
    void awaitRoomNode(int offset) {
        Awaitility.await("the further node serves rooms")
                .atMost(RECOVERY_TIMEOUT)
                .ignoreException(UncheckedIOException.class)
                .until(() -> servesRoomsAt(offset + 1));
    }

    private boolean servesRoomsAt(int management) {
        return Http.get(service(management).resolve("/q/metrics"))
                .text()
                .lines()
                .filter(line -> line.startsWith("atrium_room_shards_open"))
                .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0);
    }

    /// Returns when the part runs as another process than the killed one.
    void awaitAnotherProcess(String part, long killed) {
        Awaitility.await(part + " runs again")
                .atMost(RECOVERY_TIMEOUT)
                .ignoreException(UncheckedIOException.class)
                .until(() -> pid(part) != killed);
    }

    long pid(String part) {
        try {
            Scanner line = new Scanner(Files.readString(data.resolve("run/" + part + ".pid")));
            return line.nextLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs `./atrium` with the arguments and returns what it printed.
    String atrium(String... arguments) throws IOException, InterruptedException {
        Process process = command(arguments).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        }
    }

    /// Starts one more node of a service, beside that of the suite, with a port of its own and the next one for its
    /// management. Whoever starts it ends it.
    ///
    /// @param offset of its port; from [#PRIVATE_PORTS] + 2 on they are free
    Process another(String service, int offset) throws IOException {
        return another(service, offset, Map.of());
    }

    /// @param special environment in place of that of the suite
    Process another(String service, int offset, Map<String, String> special) throws IOException {
        Path state = Files.createDirectories(data.resolve("state/" + service + "-" + offset));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xss512k",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                archive(service),
                "-jar",
                data.resolve("apps/" + service + "/quarkus-run.jar").toString());
        Map<String, String> environment = builder.environment();
        environment.putAll(settings());
        for (String line : Files.readAllLines(data.resolve("run/suite.env"))) {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 1));
        }
        environment.put("ATRIUM_STATE", state.toString());
        environment.put("ATRIUM_NOTIFICATIONS_PUBLIC_URL", gateway().toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(privatePorts + offset));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(privatePorts + offset + 1));
        environment.putAll(special);
        Path log = logs().resolve(service + "-" + offset + ".log");
        return builder.directory(state.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// The JVM's flag to start from the archive of classes that the suite has made of a service, if it has.
    private String archive(String service) throws IOException {
        try (Stream<Path> archives = Files.list(root.resolve(".atrium/programs"))) {
            return archives.filter(file -> file.getFileName().toString().matches(service + "-\\d+\\.jsa"))
                    .findFirst()
                    .map(file -> "-XX:SharedArchiveFile=" + file)
                    .orElse("-Xshare:auto");
        }
    }

    private ProcessBuilder command(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(root.resolve("atrium").toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(root.toFile()).environment().putAll(settings());
        return builder;
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("ATRIUM_DATA", data.toString()),
                Map.entry("ATRIUM_ROOM_SOCKET_PER_ROOM", Integer.toString(SOCKETS_PER_ROOM)),
                Map.entry("ATRIUM_PORT", Integer.toString(port)),
                Map.entry("ATRIUM_PRIVATE_PORTS", Integer.toString(privatePorts)),
                Map.entry("JAVA_TOOL_OPTIONS", JVM_OPTIONS),
                Map.entry("ATRIUM_DISSOLUTION_GRACE", "PT5S"),
                // Receivers of webhooks are in the tests.
                Map.entry("ATRIUM_OUTSIDE_ALLOWED_NETWORKS", "127.0.0.1/32"),
                Map.entry("ATRIUM_OUTSIDE_PORTS", "1-65535"),
                Map.entry("ATRIUM_OUTSIDE_PLAIN_HTTP", "true"),
                // Whose administrator olga is.
                Map.entry("ATRIUM_OPERATOR_TENANT", "operators"),
                // So that tests see tokens end and copies of them noticed.
                Map.entry("ATRIUM_SESSION_TOKEN", SESSION_TOKEN.toString()),
                Map.entry("ATRIUM_SESSION_GRACE", "PT2S"),
                // All tests together come from one address, and each does more than a person.
                Map.entry("ATRIUM_LIMITS_SCALE", "1000"),
                Map.entry("ATRIUM_EDGE_MAX_CONNECTIONS_PER_ADDRESS", "60000"),
                Map.entry("ATRIUM_ONBOARDING_WELCOMES_PER_KEY", "1000"));
    }

    private Process process() {
        Process running = up;
        if (running == null) {
            throw new IllegalStateException("the suite was not started");
        }
        return running;
    }

    private boolean answers() {
        try {
            return Http.get(gateway().resolve("/api/health")).status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// A block of ports below the range that the system gives to outgoing connections. Others look for one at
    /// the same time: who listens on the last port of a block has it, until its JVM ends.
    private static int freePorts() throws IOException {
        for (int base = 23_000; base < 32_000; base += PRIVATE_PORTS + 40) {
            ServerSocket claim = new ServerSocket();
            if (listen(claim, base + PRIVATE_PORTS - 1)
                    && free(base)
                    && free(base + 10)
                    && free(base + 100)
                    && free(base + 110)
                    && free(base + PRIVATE_PORTS)) {
                CLAIMS.add(claim);
                return base;
            }
            claim.close();
        }
        throw new IllegalStateException("no free block of ports");
    }

    private static boolean free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            return listen(socket, port);
        }
    }

    private static boolean listen(ServerSocket socket, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        }
    }
}
