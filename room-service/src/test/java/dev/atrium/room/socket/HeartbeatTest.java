package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final Duration STEP = INTERVAL.dividedBy(Heartbeat.PARTS);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicInteger beats = new AtomicInteger();

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
        Heartbeat<AtomicInteger> heartbeat =
                Heartbeat.on(channel.eventLoop(), INTERVAL, AtomicInteger::incrementAndGet);
        heartbeat.add(beats);
    }

    @Test
    void eachBeatsOnceInAnInterval() {
        for (int i = 0; i < 3 * Heartbeat.PARTS; i++) {
            pass(STEP);
        }

        assertEquals(3, beats.get());
    }

    @Test
    void aPauseOfTheProcessIsNotMadeUpFor() {
        pass(INTERVAL.multipliedBy(3));

        assertEquals(1, beats.get());
    }

    @Test
    void oneThatCannotBePingedDoesNotKeepOthersFromIt() {
        AtomicInteger after = new AtomicInteger();
        Heartbeat<AtomicInteger> heartbeat = Heartbeat.on(channel.eventLoop(), INTERVAL, socket -> {
            if (socket == beats) {
                throw new IllegalStateException("gone");
            }
            socket.incrementAndGet();
        });
        heartbeat.add(beats);
        heartbeat.add(after);

        pass(INTERVAL);
        pass(STEP);
        pass(STEP);

        assertEquals(1, after.get());
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }
}
