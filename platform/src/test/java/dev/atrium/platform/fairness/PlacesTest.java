package dev.atrium.platform.fairness;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class PlacesTest {

    private static final Duration NO_TIME = Duration.ZERO;

    @Test
    void onePlaceIsAlwaysForOthers() throws InterruptedException {
        Places places = new Places(3);

        assertTrue(places.take("acme", NO_TIME));
        assertTrue(places.take("acme", NO_TIME));
        assertFalse(places.take("acme", NO_TIME));
        assertTrue(places.take("initech", NO_TIME));

        places.leave("acme");
        assertTrue(places.take("acme", NO_TIME));
    }

    @Test
    void thereAreNoMorePlacesThanThereAre() throws InterruptedException {
        Places places = new Places(2);
        assertTrue(places.take("acme", NO_TIME));
        assertTrue(places.take("initech", NO_TIME));

        assertFalse(places.take("hooli", NO_TIME));

        places.leave("acme");
        assertTrue(places.take("hooli", NO_TIME));
    }

    @Test
    void theOnlyPlaceIsForEverybody() throws InterruptedException {
        Places places = new Places(1);
        assertTrue(places.take("acme", NO_TIME));
        assertFalse(places.take("initech", NO_TIME));

        places.leave("acme");

        assertTrue(places.take("initech", NO_TIME));
    }

    @Test
    void whoWaitsGetsThePlaceThatBecomesFree() throws InterruptedException {
        Places places = new Places(1);
        assertTrue(places.take("acme", NO_TIME));
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> take(places));

        places.leave("acme");

        await().untilAsserted(() -> assertTrue(waiting.join()));
    }

    @Test
    void whoHasNoPlaceGivesNoneBack() throws InterruptedException {
        Places places = new Places(1);

        assertThrows(IllegalStateException.class, () -> places.leave("acme"));

        assertTrue(places.take("acme", NO_TIME));
        assertFalse(places.take("initech", NO_TIME));
    }

    private static boolean take(Places places) {
        try {
            return places.take("initech", Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
