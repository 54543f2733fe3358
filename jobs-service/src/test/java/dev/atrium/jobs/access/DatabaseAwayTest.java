package dev.atrium.jobs.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseAwayTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08001", "08006", "57P01", "53300", "58030"})
    void clientsComeAgainWhileTheDatabaseIsAway(String state) {
        assertTrue(DatabaseAway.isAway(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01", "40001"})
    void otherErrorsAreOurs(String state) {
        assertFalse(DatabaseAway.isAway(state));
    }
}
