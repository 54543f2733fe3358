package dev.atrium.gateway.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.policy.Match;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.RouteTable;
import dev.atrium.platform.usage.Meter;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotaFilterTest {

    private static final RouteTable POLICY = new RouteTable(Policy.routes());

    @ParameterizedTest
    @CsvSource({
        "POST, /api/rooms/r1/messages, MESSAGES, true",
        "PATCH, /api/rooms/r1/messages/m1, MESSAGES, false",
        "POST, /api/rooms/r1/messages/m1/report, MESSAGES, false",
        "POST, /api/workflow/start, WORKFLOWS, true",
        "POST, /api/exports, WORKFLOWS, true",
        "POST, /api/backups, WORKFLOWS, true",
        "POST, /api/backups/b1/restores, WORKFLOWS, true",
        "POST, /api/backups/b1/restores, STORED_BYTES, true",
        "POST, /api/backups, STORED_BYTES, false",
        "DELETE, /api/backups/b1, WORKFLOWS, false",
        "GET, /api/rooms/r1/ws, SOCKET_SECONDS, true",
        "POST, /api/invitations/accept, REQUESTS, false"
    })
    void aRequestUsesOfAPlanWhatItAdds(String method, String path, Meter meter, boolean used) {
        assertEquals(used, QuotaFilter.meters(route(method, path)).contains(meter));
    }

    @Test
    void onlyFilesNeedRoom() {
        assertTrue(QuotaFilter.isStored(route("POST", "/api/upload")));
        assertFalse(QuotaFilter.isStored(route("POST", "/api/backups/uploads")));
        assertFalse(QuotaFilter.isStored(route("POST", "/api/rooms")));
    }

    private static Route route(String method, String path) {
        if (POLICY.match(HttpMethod.valueOf(method), path) instanceof Match.Found found) {
            return found.route();
        }
        throw new AssertionError("no route " + path);
    }
}
