package dev.atrium.gateway.usage;

import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What this gateway has counted since it was last asked: an addition in memory, of which `kill -9` takes
/// what was not reported yet ([UsageReporter]).
@Singleton
public class Tally {

    /// A bound on what strangers and an outage of Kafka can fill.
    private static final int SLOTS_MAX = 100_000;

    private final InstantSource clock;
    private final Counter uncounted;
    private final ConcurrentHashMap<Slot, Long> amounts = new ConcurrentHashMap<>();

    Tally(InstantSource clock, MeterRegistry metrics) {
        this.clock = clock;
        this.uncounted = metrics.counter("atrium.gateway.usage.uncounted");
    }

    /// @param subject empty for all of a tenant together
    private record Slot(TenantId tenant, String subject, Meter meter, Instant hour) {}

    /// Adds what the caller has used. Who has no credentials is nobody's business. Of a tenant that is
    /// not the commons only the sum is kept. May be called by any thread.
    public void add(Caller caller, Meter meter, long amount) {
        if (caller.isAnonymous() || amount == 0) {
            return;
        }
        String subject = caller.tenant().equals(TenantId.COMMONS) ? caller.subject() : "";
        Slot slot = new Slot(caller.tenant(), subject, meter, clock.instant().truncatedTo(ChronoUnit.HOURS));
        if (amounts.size() >= SLOTS_MAX && !amounts.containsKey(slot)) {
            uncounted.increment((double) amount);
            return;
        }
        amounts.merge(slot, amount, Long::sum);
    }

    /// Takes out all that was added.
    Map<TenantId, List<Event.UsageReported.Amount>> drain() {
        Map<TenantId, List<Event.UsageReported.Amount>> drained = new HashMap<>();
        for (Slot slot : amounts.keySet()) {
            Long amount = amounts.remove(slot);
            if (amount != null) {
                drained.computeIfAbsent(slot.tenant(), _ -> new ArrayList<>())
                        .add(new Event.UsageReported.Amount(slot.meter().label(), slot.subject(), slot.hour(), amount));
            }
        }
        return drained;
    }
}
