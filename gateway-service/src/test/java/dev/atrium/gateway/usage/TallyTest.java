package dev.atrium.gateway.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TallyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId ACME = new TenantId("acme");

    private Instant now = NOON.plusSeconds(59);
    private final Tally tally = new Tally(() -> now, new SimpleMeterRegistry());

    @Test
    void whatAnOrganisationUsesIsAddedUpByMeterAndHour() {
        tally.add(caller("user:ada", ACME), Meter.REQUESTS, 1);
        tally.add(caller("user:bob", ACME), Meter.REQUESTS, 2);
        now = NOON.plusSeconds(3_600);
        tally.add(caller("user:bob", ACME), Meter.REQUESTS, 4);

        assertEquals(Set.of(amount("", NOON, 3), amount("", now, 4)), Set.copyOf(drained(ACME)));
    }

    @Test
    void inTheCommonsEverybodyIsCountedAlone() {
        tally.add(caller("key:1", TenantId.COMMONS), Meter.REQUESTS, 1);
        tally.add(caller("key:2", TenantId.COMMONS), Meter.REQUESTS, 2);

        assertEquals(Set.of(amount("key:1", NOON, 1), amount("key:2", NOON, 2)), Set.copyOf(drained(TenantId.COMMONS)));
    }

    @Test
    void whoHasNoCredentialsIsNotCounted() {
        tally.add(Anonymous.CALLER, Meter.REQUESTS, 1);

        assertEquals(Map.of(), tally.drain());
    }

    @Test
    void whatWasTakenOutIsGone() {
        tally.add(caller("user:ada", ACME), Meter.REQUESTS, 1);

        assertEquals(1, drained(ACME).size());
        assertEquals(Map.of(), tally.drain());
    }

    @Test
    void nothingIsLostBetweenThoseWhoAddAndTheOneWhoTakesOut() throws InterruptedException {
        int each = 50_000;
        long taken = 0;
        List<Thread> adders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            adders.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < each; n++) {
                    tally.add(caller("user:ada", ACME), Meter.REQUESTS, 1);
                }
            }));
        }

        while (adders.stream().anyMatch(Thread::isAlive)) {
            taken += sum();
        }
        taken += sum();

        assertEquals(4L * each, taken);
    }

    @Test
    void whatStrangersCanFillIsBounded() {
        for (int i = 0; i < 150_000; i++) {
            tally.add(caller("key:" + i, TenantId.COMMONS), Meter.REQUESTS, 1);
        }
        tally.add(caller("key:1", TenantId.COMMONS), Meter.REQUESTS, 1);

        List<Event.UsageReported.Amount> drained = drained(TenantId.COMMONS);
        assertEquals(100_000, drained.size());
        assertTrue(drained.contains(amount("key:1", NOON, 2)), "who is known is counted still");
    }

    private long sum() {
        return tally.drain().values().stream()
                .flatMap(List::stream)
                .mapToLong(Event.UsageReported.Amount::amount)
                .sum();
    }

    private List<Event.UsageReported.Amount> drained(TenantId tenant) {
        return tally.drain().getOrDefault(tenant, List.of());
    }

    private static Event.UsageReported.Amount amount(String subject, Instant hour, long amount) {
        return new Event.UsageReported.Amount("requests", subject, hour, amount);
    }

    private static Caller caller(String subject, TenantId tenant) {
        return new Caller(subject, tenant, "x", Set.of(), Set.of());
    }
}
