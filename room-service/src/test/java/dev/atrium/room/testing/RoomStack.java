package dev.atrium.room.testing;

import dev.atrium.platform.testing.GatedStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PostgreSQL and Kafka for the tests of this module, of which [#withoutPostgres] takes PostgreSQL away, and limits
/// that
/// are quick to reach.
public final class RoomStack implements QuarkusTestResourceLifecycleManager {

    /// Frames that a socket under test may send per second.
    public static final int FRAMES_PER_SECOND = 1_000;

    private static volatile @Nullable GatedStack stack;

    @Override
    public Map<String, String> start() {
        GatedStack started = GatedStack.start("postgres,kafka", "atrium.postgres");
        stack = started;
        Map<String, String> settings = new HashMap<>(started.settings());
        settings.put("atrium.room.socket.frames-per-second", Integer.toString(FRAMES_PER_SECOND));
        settings.put("atrium.room.socket.queue-bytes", Integer.toString(256 << 10));
        settings.put("atrium.room.socket.ping-interval", "3S");
        return settings;
    }

    @Override
    public void stop() {
        stack().close();
    }

    /// Runs something while PostgreSQL is gone.
    public static void withoutPostgres(Runnable work) {
        stack().without(work);
    }

    private static GatedStack stack() {
        return Objects.requireNonNull(stack);
    }
}
