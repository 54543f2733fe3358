package dev.atrium.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RefusalsOfCommonsTest {

    private static final String HOME = "203.0.113.5";
    private static final String SCHOOL = "203.0.113.6";

    private final AtomicLong nanos = new AtomicLong();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RefusalsOfCommons refusals = new RefusalsOfCommons(registry, nanos::get);

    @Test
    void ofAllFromOneAddressWhoDidNotSignInAFewAreWrittenInAMinute() {
        assertEquals(6, admitted(6, "key:a", HOME));
        assertEquals(4, admitted(20, "key:b", HOME));
        assertEquals(0, admitted(5, "key:c", HOME));
        assertEquals(
                21,
                registry.get("atrium.gateway.audit.refusals.omitted").counter().count());

        assertEquals(RefusalsOfCommons.MOST, admitted(20, "key:a", SCHOOL));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertEquals(RefusalsOfCommons.MOST, admitted(20, "key:a", HOME));
    }

    @Test
    void whoSignedInIsNotHiddenByOthersBehindTheSameAddress() {
        admitted(20, "key:a", HOME);

        assertEquals(RefusalsOfCommons.MOST, admitted(20, "user:ann", HOME));
        assertEquals(0, admitted(20, "user:ann", SCHOOL));
    }

    @Test
    void whereNoAddressIsKnownEachCallerCounts() {
        assertEquals(RefusalsOfCommons.MOST, admitted(20, "key:a", ""));
        assertEquals(RefusalsOfCommons.MOST, admitted(20, "key:b", ""));
    }

    private long admitted(int times, String subject, String address) {
        Caller caller = new Caller(subject, TenantId.COMMONS, "x", Set.of(), Set.of());
        return IntStream.range(0, times)
                .filter(_ -> refusals.admits(caller, address))
                .count();
    }
}
