package dev.atrium.room.testing;

import dev.atrium.platform.testing.TestStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PostgreSQL and Kafka for the tests of this module, with a gate before PostgreSQL that [#withoutPostgres] shuts, and
/// limits that are quick to reach.
public final class RoomStack implements QuarkusTestResourceLifecycleManager {

    /// Frames that a socket under test may send per second.
    public static final int FRAMES_PER_SECOND = 1_000;

    private static final String POSTGRES = "atrium.postgres";

    private static volatile @Nullable TcpGate postgres;

    private final TestStack stack = new TestStack();

    @Override
    public Map<String, String> start() {
        stack.init(Map.of("parts", "postgres,kafka"));
        Map<String, String> settings = new HashMap<>(stack.start());
        settings.put(POSTGRES, gated(Objects.requireNonNull(settings.get(POSTGRES))));
        settings.put("atrium.room.socket.frames-per-second", Integer.toString(FRAMES_PER_SECOND));
        settings.put("atrium.room.socket.queue-bytes", Integer.toString(256 << 10));
        settings.put("atrium.room.socket.ping-interval", "3S");
        return settings;
    }

    @Override
    public void stop() {
        gate().close();
        stack.stop();
    }

    /// Runs something while PostgreSQL is gone.
    public static void withoutPostgres(Runnable work) {
        gate().shut();
        try {
            work.run();
        } finally {
            gate().open();
        }
    }

    private static TcpGate gate() {
        return Objects.requireNonNull(postgres);
    }

    private static String gated(String address) {
        String[] hostAndPort = address.split(":", 2);
        try {
            TcpGate gate = TcpGate.before(new InetSocketAddress(hostAndPort[0], Integer.parseInt(hostAndPort[1])));
            postgres = gate;
            return "127.0.0.1:" + gate.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
