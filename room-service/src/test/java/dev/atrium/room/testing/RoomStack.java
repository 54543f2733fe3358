package dev.atrium.room.testing;

import dev.atrium.platform.testing.GatedStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, Kafka and Redis for the tests of this module, of which [#withoutPostgres] and [#withoutKafka] take two
/// away, and limits that are quick to reach.
public final class RoomStack implements QuarkusTestResourceLifecycleManager {

    /// Frames that a socket under test may send per second.
    public static final int FRAMES_PER_SECOND = 1_000;

    /// Sockets that a room takes.
    public static final int SOCKETS_PER_ROOM = 30;

    /// A tenant in which few messages and operations are allowed, in a year.
    public static final String LIMITED_TENANT = "limited";

    /// How many, to each key, user and address.
    public static final int LIMITED = 20;

    private static final String POSTGRES = "atrium.postgres";
    /// A tenant in which few operations are allowed at once, to each key and user, and more soon.
    public static final String SLOW_TENANT = "slow";

    private static volatile @Nullable GatedStack stack;

    @Override
    public Map<String, String> start() {
        GatedStack started = GatedStack.start("postgres,kafka,redis", POSTGRES, GatedStack.KAFKA);
        stack = started;
        Map<String, String> settings = new HashMap<>(started.settings());
        int port = freePort();
        settings.put("quarkus.http.test-port", Integer.toString(port));
        // With one fixed port and one chosen by the system, the metrics of the two servers would not fit together.
        settings.put("quarkus.management.test-port", Integer.toString(freePort()));
        settings.put("atrium.room.node.url", "http://127.0.0.1:" + port);
        settings.put("atrium.room.socket.frames-per-second", Integer.toString(FRAMES_PER_SECOND));
        settings.put("atrium.room.socket.per-room", Integer.toString(SOCKETS_PER_ROOM));
        settings.put("atrium.room.socket.queue-bytes", Integer.toString(256 << 10));
        settings.put("atrium.room.socket.ping-interval", "3S");
        for (String limit : List.of(
                "messages-per-ip",
                "messages-per-key",
                "messages-per-user",
                "operations-per-ip",
                "operations-per-key",
                "operations-per-user",
                "frames-per-ip",
                "frames-per-key",
                "frames-per-user")) {
            settings.put("atrium.limits." + limit, "1000000/1S");
            settings.put("atrium.limits.tenants." + LIMITED_TENANT + "." + limit, LIMITED + "/365D");
        }
        settings.put("atrium.limits.tenants." + SLOW_TENANT + ".operations-per-user", "5/5S");
        settings.put("atrium.limits.patience", "5S");
        return settings;
    }

    /// Nodes speak to each other, also to themselves: the address must be known before the start.
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        stack().close();
    }

    /// Runs something while PostgreSQL is gone.
    public static void withoutPostgres(Runnable work) {
        stack().without(POSTGRES, work);
    }

    /// Runs something while Kafka is gone.
    public static void withoutKafka(Runnable work) {
        stack().without(GatedStack.KAFKA, work);
    }

    private static GatedStack stack() {
        return Objects.requireNonNull(stack);
    }
}
