package dev.atrium.media.testing;

import dev.atrium.platform.testing.TestStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, Kafka and S3 for the tests of this module, with a gate before S3 that [#withoutStorage] shuts, and
/// limits
/// that are quick to reach.
public final class MediaStack implements QuarkusTestResourceLifecycleManager {

    /// Largest file of the service under test.
    public static final int MAX_FILE_BYTES = 16 << 20;

    private static final String ENDPOINT = "atrium.s3.endpoint";

    private static volatile @Nullable TcpGate storage;

    private final TestStack stack = new TestStack();

    @Override
    public Map<String, String> start() {
        stack.init(Map.of("parts", "postgres,kafka,s3"));
        Map<String, String> settings = new HashMap<>(stack.start());
        settings.put(ENDPOINT, gated(Objects.requireNonNull(settings.get(ENDPOINT))));
        settings.put("atrium.media.upload.max-file-size", Integer.toString(MAX_FILE_BYTES));
        settings.put("atrium.media.storage.call-timeout", "5S");
        settings.put("atrium.media.rooms.patience", "0.8S");
        return settings;
    }

    @Override
    public void stop() {
        try {
            gate().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack.stop();
    }

    /// Runs something while the object store is gone.
    public static void withoutStorage(Runnable work) {
        gate().shut();
        try {
            work.run();
        } finally {
            gate().open();
        }
    }

    private static TcpGate gate() {
        return Objects.requireNonNull(storage);
    }

    private static String gated(String endpoint) {
        URI uri = URI.create(endpoint);
        try {
            TcpGate gate = TcpGate.before(new InetSocketAddress(uri.getHost(), uri.getPort()));
            storage = gate;
            return "http://127.0.0.1:" + gate.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
