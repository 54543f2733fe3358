package dev.atrium.jobs.moderation;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class InspectorTest {

    private static final TenantId BUSY = new TenantId("busy");
    private static final TenantId OTHER = new TenantId("other");

    private final Inspector inspector = new Inspector(new SimpleMeterRegistry(), InstantSource.system(), 1);
    private final List<TenantId> order = new CopyOnWriteArrayList<>();

    @Test
    void aTenantWithManyMessagesTakesTheTurnsOfNobodyElse() throws InterruptedException {
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            callers.add(waiting(BUSY, mayEnd));
        }
        callers.add(waiting(OTHER, mayEnd));

        mayEnd.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        assertEquals(List.of(BUSY, OTHER, BUSY, BUSY, BUSY, BUSY), order);
        inspector.stop();
    }

    /// One that has a turn, or waits for it.
    private Thread waiting(TenantId tenant, CountDownLatch mayEnd) {
        Thread caller = Thread.ofPlatform()
                .start(() -> inspector.inTurn(tenant, () -> {
                    mayEnd.await();
                    return order.add(tenant);
                }));
        await().until(() ->
                caller.getState() == Thread.State.WAITING || caller.getState() == Thread.State.TIMED_WAITING);
        return caller;
    }
}
