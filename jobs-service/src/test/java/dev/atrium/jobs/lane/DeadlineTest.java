package dev.atrium.jobs.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class DeadlineTest {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();

    @Test
    void workThatNobodyWantsIsInterrupted() {
        assertThrows(
                CancellationException.class,
                () -> Deadline.call(Duration.ofMinutes(1), () -> begun.getCount() == 0, this::waitForEver));
        assertTrue(interrupted.get());
    }

    @Test
    void workThatLastsForTooLongIsInterruptedOrDoesNotBegin() {
        assertThrows(
                TimeoutException.class, () -> Deadline.call(Duration.ofMillis(10), () -> false, this::waitForEver));
        assertTrue(interrupted.get() || begun.getCount() == 1);
    }

    @Test
    void workThatEndsInTimeGivesItsResult() throws Exception {
        assertEquals("done", Deadline.call(Duration.ofMinutes(1), () -> false, () -> "done"));
    }

    private boolean waitForEver() throws InterruptedException {
        begun.countDown();
        try {
            never.await();
            return true;
        } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
        }
    }
}
