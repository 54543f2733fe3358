package dev.atrium.jobs.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceTest {

    @Test
    void isReadBack() {
        Place place = new Place(Instant.parse("2026-02-03T04:05:06.123456Z"), "onboarding:ä.1");

        assertEquals(place, Place.parse(place.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "123", ".1", "99999999999999999999.a", "9223372036854775807.a"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Place.parse(text));
    }
}
