package dev.atrium.room.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What waits for a client has a bound in time.
final class OverdueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private long nowNanos;
    private int late;
    private final Overdue overdue = new Overdue(channel.eventLoop(), () -> nowNanos, () -> late++);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @Test
    void whatDoesNotLeaveInTimeIsNoticed() {
        overdue.watch(Promise.<Void>promise().future(), PATIENCE);

        pass(29);
        assertEquals(0, late);
        pass(1);
        assertEquals(1, late);
    }

    @Test
    void whatLeavesInTimeIsNot() {
        Promise<Void> first = Promise.promise();
        Promise<Void> second = Promise.promise();
        overdue.watch(first.future(), PATIENCE);
        pass(20);
        overdue.watch(second.future(), PATIENCE);
        first.complete();

        pass(29);
        assertEquals(0, late);
        second.fail("the connection has ended");
        pass(60);
        assertEquals(0, late);
    }

    @Test
    void eachHasItsOwnTime() {
        Promise<Void> first = Promise.promise();
        overdue.watch(first.future(), PATIENCE);
        pass(20);
        overdue.watch(Promise.<Void>promise().future(), PATIENCE);
        first.complete();

        pass(29);
        assertEquals(0, late);
        pass(1);
        assertEquals(1, late);
    }

    private void pass(int seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
