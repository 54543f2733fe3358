package dev.atrium.platform.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/// How long tests wait for what must happen: so long that a machine with other work does not fail them. That it happens
/// is what they prove; how soon is for benchmarks.
public final class Patience {

    /// For what is a matter of milliseconds when nothing else runs.
    public static final Duration USUAL = Duration.ofSeconds(60);

    private Patience() {}

    private static final Duration FIRST_LOOK = Duration.ofMillis(10);
    private static final Duration LOOKS = Duration.ofMillis(100);

    /// Waits for up to [#USUAL], and looks often at first: most of what is waited for is there within milliseconds.
    public static ConditionFactory await() {
        return Awaitility.await()
                .atMost(USUAL)
                .pollDelay(FIRST_LOOK)
                .pollInterval(new IterativePollInterval(
                        before -> before.compareTo(LOOKS) < 0 ? before.multipliedBy(2) : LOOKS, FIRST_LOOK));
    }
}
