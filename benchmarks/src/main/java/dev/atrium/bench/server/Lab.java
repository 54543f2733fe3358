package dev.atrium.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that is measured, as far as it is asked for: started on first use, with data of its own, and stopped
/// together.
public final class Lab implements AutoCloseable {

    /// As `./atrium up` starts them.
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TrimNativeHeapInterval=10000");

    /// The load comes from few connections, as if each were a thousand people.
    private static final Map<String, String> UNLIMITED = Map.of(
            "ATRIUM_ROOM_SOCKET_FRAMES_PER_SECOND", "1000000",
            "ATRIUM_ROOM_SOCKET_ROOM_FRAMES_PER_SECOND", "1000000",
            "ATRIUM_ROOM_SOCKET_PER_ROOM", "1000000",
            "ATRIUM_ROOM_SOCKET_PER_NODE", "1000000",
            "ATRIUM_ROOM_SHARD_ROOM_PENDING", "10000",
            "ATRIUM_LIMITS_SCALE", "1000000");

    private static final String MANAGEMENT = "QUARKUS_MANAGEMENT_PORT";

    private final Path root;
    private final Path data;
    private final Cores cores;
    private final Map<String, List<String>> javaArguments;
    private final Ports ports = Ports.free();
    private final Deque<ServerProcess> started = new ArrayDeque<>();
    private @Nullable ServerProcess stack;
    private @Nullable ServerProcess room;
    private @Nullable ServerProcess gateway;
    private @Nullable ServerProcess jobs;
    private boolean closed;

    /// @param root of the repository, with its modules packaged
    /// @param data where the servers work
    /// @param javaArguments further arguments for the JVMs of services, by the service's name
    public Lab(Path root, Path data, Cores cores, Map<String, List<String>> javaArguments) {
        this.root = root;
        this.data = data;
        this.cores = cores;
        this.javaArguments = Map.copyOf(javaArguments);
    }

    public Ports ports() {
        return ports;
    }

    public Path root() {
        return root;
    }

    /// Where one of the servers works, and nothing else; emptied before the next run.
    public Path directory(String server) {
        return data.resolve(server);
    }

    /// A setting that the services get, for example `KAFKA_BOOTSTRAP_SERVERS`.
    public String setting(String name) throws IOException {
        return Optional.ofNullable(settings().get(name)).orElseThrow();
    }

    /// PostgreSQL, Kafka and Redis.
    public synchronized ServerProcess stack() throws IOException {
        ServerProcess present = stack;
        if (present == null) {
            List<String> command = java(List.of("-Xmx384m", "--sun-misc-unsafe-memory-access=allow"));
            command.addAll(List.of("-cp", packaged("local-stack/target/local-stack") + "/*"));
            command.addAll(List.of(
                    "dev.atrium.localstack.LocalStack",
                    "--data",
                    data.resolve("stack").toString()));
            command.addAll(List.of("--private-ports", Integer.toString(ports.base())));
            command.addAll(
                    List.of("--programs", root.resolve(".atrium/programs").toString()));
            command.addAll(List.of("--parts", "postgres,kafka,redis"));
            present = start("local-stack", command, Map.of());
            present.awaitLogLine("ready all");
            stack = present;
        }
        return present;
    }

    /// The stack's, which must run.
    public Postgres postgres() {
        Path password = data.resolve("stack/keys/postgres-superuser-password");
        try {
            return new Postgres("jdbc:postgresql://127.0.0.1:" + ports.postgres()
                    + "/atrium?user=postgres&currentSchema=jobs&password=" + Files.readString(password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized ServerProcess room() throws IOException {
        ServerProcess present = room;
        if (present == null) {
            present = service("room-service", 10, List.of("-Xmx384m"), UNLIMITED);
            room = present;
        }
        return present;
    }

    public synchronized ServerProcess gateway() throws IOException {
        ServerProcess present = gateway;
        if (present == null) {
            present = service(
                    "gateway-service",
                    0,
                    List.of("-Xmx256m"),
                    Map.of("ATRIUM_LIMITS_SCALE", "1000000", "ATRIUM_EDGE_MAX_CONNECTIONS_PER_ADDRESS", "60000"));
            gateway = present;
        }
        return present;
    }

    public synchronized ServerProcess jobs() throws IOException {
        ServerProcess present = jobs;
        if (present == null) {
            Map<String, String> settings = new HashMap<>(UNLIMITED);
            settings.put("ATRIUM_NOTICES_RECIPIENTS_PER_DAY", "1000000");
            present = service("jobs-service", 30, List.of("-Xmx256m", "-Xmn24m"), settings);
            jobs = present;
        }
        return present;
    }

    /// Ends jobs-service; [#jobs] starts it again.
    public synchronized void stopJobs() {
        if (jobs != null) {
            started.remove(jobs);
            jobs.close();
            jobs = null;
        }
    }

    /// Another program in Java, of this module.
    public synchronized ServerProcess program(String name, Class<?> main, String... arguments) throws IOException {
        List<String> command = java(List.of("-Xmx384m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(name, command, Map.of());
    }

    /// Any other program.
    public synchronized ServerProcess start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        ServerProcess process = ServerProcess.start(name, data.resolve("logs"), cores, command, environment);
        started.push(process);
        return process;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    private ServerProcess service(String name, int offset, List<String> heap, Map<String, String> settings)
            throws IOException {
        stack();
        int port = ports.base() + offset;
        Map<String, String> environment = new HashMap<>(settings());
        environment.putAll(settings);
        environment.put(
                "ATRIUM_STATE", Files.createDirectories(data.resolve(name)).toString());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put(MANAGEMENT, Integer.toString(port + 1));
        List<String> command = java(heap);
        command.addAll(javaArguments.getOrDefault(name, List.of()));
        command.addAll(List.of(
                "-jar", packaged(name + "/target/quarkus-app/quarkus-run.jar").toString()));
        ServerProcess process = start(name, command, environment);
        process.awaitReady(port + 1);
        return process;
    }

    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("stack/run/suite.env"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                settings.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return settings;
    }

    private Path packaged(String path) throws IOException {
        Path product = root.resolve(path);
        if (!Files.exists(product)) {
            throw new IOException(product + " does not exist: ./atrium bench builds it");
        }
        return product;
    }

    private static List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(arguments);
        return command;
    }
}
