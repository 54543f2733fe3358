package dev.atrium.media.testing;

import dev.atrium.platform.testing.GatedStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// PostgreSQL, Kafka and S3 for the tests of this module, of which [#withoutStorage] takes S3 away, and limits that are
/// quick to reach.
public final class MediaStack implements QuarkusTestResourceLifecycleManager {

    /// Largest file of the service under test.
    public static final int MAX_FILE_BYTES = 16 << 20;

    /// How many connections to the store there are.
    public static final int CONNECTIONS = 16;

    /// The organisation that runs the installation.
    public static final String OPERATORS = "operators";

    private static volatile @Nullable GatedStack stack;

    @Override
    public Map<String, String> start() {
        GatedStack started = GatedStack.start("postgres,kafka,s3", "atrium.s3.endpoint");
        stack = started;
        Map<String, String> settings = new HashMap<>(started.settings());
        settings.put("atrium.media.upload.max-file-size", Integer.toString(MAX_FILE_BYTES));
        settings.put("atrium.store.call-timeout", "5S");
        settings.put("atrium.operator.tenant", OPERATORS);
        settings.put("quarkus.s3.async-client.max-concurrency", Integer.toString(CONNECTIONS));
        settings.put("atrium.media.rooms.patience", "0.8S");
        return settings;
    }

    @Override
    public void stop() {
        stack().close();
    }

    /// Runs something while the object store is gone.
    public static void withoutStorage(Runnable work) {
        stack().without(work);
    }

    private static GatedStack stack() {
        return Objects.requireNonNull(stack);
    }
}
