package dev.atrium.platform.tenancy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseOutageTest {

    /// That it is the right one, that it speaks UTF-8 and that it is ready.
    private static final String WELCOME =
            "520000000800000000" + "5300000019636c69656e745f656e636f64696e67005554463800" + "5a0000000549";

    private static final Vertx vertx = Vertx.vertx();

    private final DatabaseOutage outage = new DatabaseOutage();

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300", "58030", "55P03", "40P01", "25P03", "25006"})
    void clientsComeAgainWhileTheDatabaseIsAway(String state) {
        assertTrue(outage.isToldBy(new PgException("message", "FATAL", state, "")));
        assertTrue(outage.isToldBy(new SQLException("message", state)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01", "40001"})
    void otherErrorsAreOurs(String state) {
        assertFalse(outage.isToldBy(new PgException("message", "ERROR", state, "")));
        assertFalse(outage.isToldBy(new SQLException("message", state)));
    }

    /// Such a machine takes connections, or lets them wait, and says nothing.
    @Test
    void aDatabaseThatDoesNotAnswerIsAway() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(outage.isToldBy(
                    failure(pool(silent.getLocalPort()).query("select 1").execute())));
        }
    }

    @Test
    void aConnectionThatEndsBeforeTheAnswerAndBehindItIsAnOutage() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> endAtTheFirstStatement(server));
            SqlConnection connection = pool(server.getLocalPort())
                    .getConnection()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();

            Throwable first = failure(connection.query("select 1").execute());
            Throwable second = failure(connection.query("select 1").execute());

            assertTrue(outage.isToldBy(first), first::toString);
            assertTrue(outage.isToldBy(second), second::toString);
        }
    }

    @Test
    void whatElseIsSaidInGeneralClassesIsOurs() {
        assertFalse(outage.isToldBy(new VertxException("Invalid parameters")));
        assertFalse(outage.isToldBy(new IllegalStateException("Timeout")));
    }

    private Pool pool(int port) {
        return PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost(InetAddress.getLoopbackAddress().getHostAddress())
                        .setPort(port)
                        .setUser("nobody")
                        .setDatabase("nothing"))
                .with(new PoolOptions().setConnectionTimeout(1).setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .using(vertx)
                .build();
    }

    private static Throwable failure(Future<?> future) {
        ExecutionException failed = assertThrows(
                ExecutionException.class,
                () -> future.toCompletionStage().toCompletableFuture().get());
        return Objects.requireNonNull(failed.getCause());
    }

    /// Takes whoever comes, and goes when a statement does.
    private static void endAtTheFirstStatement(ServerSocket server) {
        try (Socket client = server.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.skipNBytes(in.readInt() - Integer.BYTES);
            client.getOutputStream().write(HexFormat.of().parseHex(WELCOME));
            in.readByte();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        vertx.close();
    }

    @Test
    void theConnectionPoolHasNoStates() {
        assertTrue(outage.isToldBy(new SQLException("Acquisition timeout while waiting for new connection")));
    }
}
