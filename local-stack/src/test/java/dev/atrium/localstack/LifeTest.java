package dev.atrium.localstack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Start, stop and kill, with the real program.
class LifeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] NATIVE = {"--parts", "postgres,redis"};

    @TempDir
    Path data;

    private final Ports ports = RunningStack.freePorts();

    @Test
    void afterAKillTheNextStartEndsWhatWasLeftAndKeepsTheData() throws Exception {
        RunningStack killed = RunningStack.start(data, ports, NATIVE).ready();
        run(killed, "create table kept as select 7 as answer");
        List<ProcessHandle> left = List.of(killed.child("postgres"), killed.child("redis"));
        killed.process().destroyForcibly().waitFor();
        assertTrue(left.stream().allMatch(ChildProcess::runs), "nothing was left, this proves nothing");

        try (RunningStack next = RunningStack.start(data, ports, NATIVE).ready()) {
            assertFalse(left.stream().anyMatch(ChildProcess::runs));
            assertNotEquals(left.getFirst().pid(), next.child("postgres").pid());
            assertEquals("7", query(next, "select answer from kept"));
        }
    }

    @Test
    void aKillBeforeTheServerWasRecordedIsCleanedUpToo() throws Exception {
        RunningStack killed =
                RunningStack.start(data, ports, "--parts", "postgres").ready();
        ProcessHandle left = killed.child("postgres");
        killed.process().destroyForcibly().waitFor();
        Files.delete(data.resolve("run/postgres.pid"));

        try (RunningStack next =
                RunningStack.start(data, ports, "--parts", "postgres").ready()) {
            assertNotEquals(left.pid(), next.child("postgres").pid());
            assertFalse(ChildProcess.runs(left));
        }
    }

    /// Process ids are reused: neither a record of ours nor PostgreSQL's own may make us end, or fear, a stranger.
    @Test
    void aProcessThatOnlyHasARecordedIdIsLeftAlone() throws Exception {
        RunningStack.start(data, ports, NATIVE).ready().close();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        Files.writeString(data.resolve("run/redis.pid"), stranger.pid() + " 1234567890123\n");
        Files.writeString(data.resolve("run/postgres.pid"), stranger.pid() + " 1234567890123\n");
        Files.writeString(
                data.resolve("postgres/postmaster.pid"),
                "%d\n%s\n1\n%d\n\n127.0.0.1\n1 1\nready\n".formatted(stranger.pid(), data, ports.postgres()));

        try (RunningStack next = RunningStack.start(data, ports, NATIVE).ready()) {
            assertTrue(next.process().isAlive());
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void aServerThatDiesIsBroughtBack() throws Exception {
        try (RunningStack stack = RunningStack.start(data, ports, NATIVE).ready()) {
            ProcessHandle first = stack.child("redis");

            first.destroyForcibly();

            stack.told("lost redis");
            await().atMost(PATIENCE)
                    .until(() -> stack.lines().stream()
                                    .filter(line -> line.startsWith("ready redis"))
                                    .count()
                            == 2);
            assertNotEquals(first.pid(), stack.child("redis").pid());
        }
    }

    @Test
    void itEndsWithStandardInputAndLeavesNothing() throws Exception {
        RunningStack stack = RunningStack.start(data, ports, NATIVE).ready();

        stack.process().getOutputStream().close();

        assertEquals(0, stack.exit());
        assertEquals(List.of(), stack.leftRunning());
        assertFalse(Files.exists(data.resolve("run/postgres.pid")));
    }

    /// At different moments of the very first start: while programs are unpacked, initdb runs, servers start.
    @ParameterizedTest
    @ValueSource(strings = {"", "ready mail", "ready redis"})
    void aStopDuringTheStartLeavesNothingAndTheNextStartWorks(String moment) throws Exception {
        RunningStack stack = RunningStack.start(data, ports, "--parts", "postgres,kafka,redis,mail");
        if (moment.isEmpty()) {
            await().atMost(PATIENCE).until(() -> Files.exists(data.resolve("run/suite.env")));
        } else {
            stack.told(moment);
        }

        stack.terminate();

        stack.exit();
        assertEquals(List.of(), stack.leftRunning());
        RunningStack.start(data, ports, "--parts", "postgres,kafka,redis,mail")
                .ready()
                .close();
    }

    @Test
    void aTakenPortIsNamedAndEverythingIsStopped() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(ports.redis(), 1, TcpPort.address(0).getAddress())) {
            RunningStack stack = RunningStack.start(data, ports, NATIVE);

            assertTrue(taken.isBound());
            assertEquals(1, stack.exit());
            await().atMost(PATIENCE).until(() -> stack.hasTold("failed redis port " + ports.redis() + " is taken"));
            assertEquals(List.of(), stack.leftRunning());
        }
    }

    /// Clusters of earlier versions trusted everybody on the machine, and their Kafka had its version in its name.
    @Test
    void whatAnEarlierVersionHasLeftIsGoneOnWith() throws Exception {
        String[] parts = {"--parts", "postgres,kafka"};
        try (RunningStack earlier = RunningStack.start(data, ports, parts).ready()) {
            run(earlier, "create table kept as select 7 as answer");
            run(earlier, "alter role gateway password null");
        }
        Files.writeString(data.resolve("postgres/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        Files.move(data.resolve("kafka"), data.resolve("kafka-4.2.1"));

        try (RunningStack now = RunningStack.start(data, ports, parts).ready()) {
            assertThrows(
                    SQLException.class,
                    () -> now.connect("atrium", "postgres", "guessed").close());
            now.connect("atrium", "gateway").close();
            assertEquals("7", query(now, "select answer from kept"));
        }
        assertFalse(Files.exists(data.resolve("kafka")));
    }

    private static void run(RunningStack stack, String sql) throws SQLException {
        try (Connection connection = stack.connect("atrium", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(RunningStack stack, String sql) throws SQLException {
        try (Connection connection = stack.connect("atrium", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
