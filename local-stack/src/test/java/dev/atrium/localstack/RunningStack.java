package dev.atrium.localstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The real program as a child process, as `./atrium` and the services' tests start it.
record RunningStack(Process process, Path data, Ports ports, List<String> lines) implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /// A port of a block that no part has.
    private static final int CLAIM = 159;

    private static final Queue<ServerSocket> CLAIMS = new ConcurrentLinkedQueue<>();

    static RunningStack start(Path data, Ports ports, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LocalStack.class.getName(),
                "--data",
                data.toString(),
                "--private-ports",
                Integer.toString(ports.base()),
                "--exit-when-stdin-closes"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(Files.createDirectories(data).resolve("stderr").toFile())
                .start();
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread.startVirtualThread(() -> follow(process, lines));
        return new RunningStack(process, data, ports, lines);
    }

    /// A block of ports below those that systems give to outgoing connections. Other tests look for one at the same
    /// time: who listens on this port of a block has it, until its JVM ends.
    static Ports freePorts() {
        for (int base = 21_000; base < 32_000; base += 200) {
            try {
                CLAIMS.add(new ServerSocket(base + CLAIM, 1, InetAddress.getLoopbackAddress()));
                return new Ports(base);
            } catch (BindException _) {
                // Somebody else's.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no free block of ports");
    }

    RunningStack ready() {
        return told("ready all");
    }

    RunningStack told(String start) {
        await().atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .failFast("ended before it told " + start, () -> !process.isAlive() && !hasTold(start))
                .until(() -> hasTold(start));
        return this;
    }

    /// Opens a connection to its PostgreSQL, with the password that the stack has made for the role.
    Connection connect(String database, String role) throws SQLException {
        return connect(database, role, password(role));
    }

    Connection connect(String database, String role, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + database, role, password);
    }

    private String password(String role) {
        String file = role.equals("postgres") ? "postgres-superuser-password" : "postgres-password";
        try {
            return Files.readString(data.resolve("keys").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasTold(String start) {
        return lines.stream().anyMatch(line -> line.startsWith(start));
    }

    /// @return the process that runs for this part, as recorded by the stack
    ProcessHandle child(String part) throws IOException {
        String record = Files.readString(data.resolve("run").resolve(part + ".pid"));
        long pid = Long.parseLong(record.substring(0, record.indexOf(' ')));
        return ProcessHandle.of(pid).orElseThrow();
    }

    /// Sends SIGTERM.
    void terminate() {
        process.toHandle().destroy();
    }

    /// @return the exit status
    int exit() throws InterruptedException {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still runs");
        return process.exitValue();
    }

    /// @return what still runs on this data directory, but for the launcher
    List<String> leftRunning() {
        return ProcessHandle.allProcesses()
                .filter(ChildProcess::runs)
                .filter(handle -> handle.pid() != process.pid())
                .map(handle -> handle.info().commandLine())
                .flatMap(Optional::stream)
                .filter(command -> command.contains(data.toString()))
                .toList();
    }

    @Override
    public void close() {
        terminate();
        process.onExit().join();
    }

    private static void follow(Process process, List<String> lines) {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add("output ended: " + e.getMessage());
        }
    }
}
