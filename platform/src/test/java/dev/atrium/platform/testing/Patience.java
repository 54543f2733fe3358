package dev.atrium.platform.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// How long tests wait for what must happen: so long that a machine with other work does not fail them. That it happens
/// is what they prove; how soon is for benchmarks.
public final class Patience {

    /// For what is a matter of milliseconds when nothing else runs.
    public static final Duration USUAL = Duration.ofSeconds(60);

    private Patience() {}

    /// Waits for up to [#USUAL].
    public static ConditionFactory await() {
        return Awaitility.await().atMost(USUAL);
    }
}
