package dev.atrium.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.policy.Destination;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// For how long answers are kept, and how many.
final class SnapshotAgeTest {

    private static final Duration AGE = Duration.ofSeconds(60);

    private final AtomicLong nanos = new AtomicLong();
    private final Snapshots snapshots = with(1 << 20);

    @Test
    void anAnswerIsKeptForItsTimeAndNotLonger() {
        Snapshots.Place place = snapshots.place("/api/rooms", Destination.ROOM);
        keep(place, 10);

        after(AGE.minusMillis(1));
        assertNotNull(place.present());

        after(Duration.ofMillis(1));
        assertNull(place.present());
    }

    @Test
    void aLaterAnswerTakesItsPlace() {
        Snapshots.Place place = snapshots.place("/api/rooms", Destination.ROOM);
        keep(place, 10);
        after(Duration.ofSeconds(50));
        keep(place, 10);

        after(Duration.ofSeconds(59));

        assertNotNull(place.present());
    }

    @Test
    void ofManyInOneSecondTheFirstCounts() {
        Snapshots.Place place = snapshots.place("/api/rooms", Destination.ROOM);
        keep(place, 10);
        after(Duration.ofMillis(900));
        keep(place, 10);

        after(AGE.minusMillis(900));

        assertNull(place.present());
    }

    @Test
    void aRefusalEndsItAndAFailureDoesNot() {
        Snapshots.Place place = snapshots.place("/api/rooms/1", Destination.ROOM);
        keep(place, 10);

        for (int status : new int[] {200, 304, 429, 500, 503}) {
            place.heard(status);
        }
        assertNotNull(place.present());

        place.heard(404);
        assertNull(place.present());
    }

    @Test
    void allTogetherTakeNoMoreThanTheyMay() {
        Snapshots small = with(20_000);
        for (int i = 0; i < 100; i++) {
            keep(small.place("/api/rooms/" + i, Destination.ROOM), 4_000);
        }

        long kept = IntStream.range(0, 100)
                .filter(i -> small.place("/api/rooms/" + i, Destination.ROOM).present() != null)
                .count();

        assertTrue(kept >= 1 && kept <= 3, "kept: " + kept);
    }

    @Test
    void nothingIsKeptWithoutMemoryForIt() {
        Snapshots.Place place = with(0).place("/api/rooms", Destination.ROOM);

        keep(place, 10);

        assertNull(place.present());
    }

    private Snapshots with(long maxBytes) {
        return new Snapshots(maxBytes, AGE, nanos::get, new SimpleMeterRegistry());
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static void keep(Snapshots.Place place, int bytes) {
        place.keep(
                200,
                MultiMap.caseInsensitiveMultiMap(),
                Buffer.buffer(new byte[bytes]),
                URI.create("http://room.example:8081"));
    }
}
