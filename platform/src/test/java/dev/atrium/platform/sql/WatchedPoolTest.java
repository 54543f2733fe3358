package dev.atrium.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WatchedPoolTest {

    @Test
    void aServerThatAcknowledgesNothingIsGivenUpAfterHalfAMinute() {
        PgConnectOptions options = WatchedPool.watched(new PgConnectOptions());

        assertTrue(options.isTcpKeepAlive());
        assertEquals(30_000, options.getTcpUserTimeout());
    }

    @Test
    void whatElseIsSetStays() {
        PgConnectOptions options = WatchedPool.watched(new PgConnectOptions()
                .setHost("database")
                .setUser("room")
                .setProperties(Map.of("search_path", "room")));

        assertEquals("database", options.getHost());
        assertEquals("room", options.getUser());
        assertEquals("room", options.getProperties().get("search_path"));
    }
}
