package dev.atrium.platform.tenancy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseOutageTest {

    private final DatabaseOutage outage = new DatabaseOutage();

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "57P03", "53300", "58030", "55P03", "40P01", "25P03"})
    void clientsComeAgainWhileTheDatabaseIsAway(String state) {
        assertTrue(outage.isToldBy(new PgException("message", "FATAL", state, "")));
        assertTrue(outage.isToldBy(new SQLException("message", state)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01", "40001"})
    void otherErrorsAreOurs(String state) {
        assertFalse(outage.isToldBy(new PgException("message", "ERROR", state, "")));
        assertFalse(outage.isToldBy(new SQLException("message", state)));
    }

    @Test
    void theConnectionPoolHasNoStates() {
        assertTrue(outage.isToldBy(new SQLException("Acquisition timeout while waiting for new connection")));
    }
}
