package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A room in which too much is said at once refuses also what a relay asks for those who have just come.
@ComponentTest
final class RefusedRefreshTest {

    /// A rate limit takes two seconds' worth at once: for two seconds from now on it takes nothing.
    private static final Duration USED_UP = Duration.ofSeconds(4);

    @Inject
    Seats seats;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);

    @Test
    void newcomersComeInOnceTheRoomListensAgain() {
        try (TestSocket _ = TestSocket.open(ada, room);
                TestSocket first = TestSocket.spectate(Api.user(tenant, "bob"), room, "")) {
            RateLimit limit = seats.frames(new RoomKey(new TenantId(tenant), room), false);
            assertTrue(limit.take(System.nanoTime() + USED_UP.toNanos()));

            try (TestSocket late = TestSocket.spectate(Api.user(tenant, "eve"), room, "")) {
                late.awaitFrame("live", _ -> true);
                Api.post(ada, room, "hello").expect(201);
                assertEquals(List.of("hello"), late.awaitContents(1));
                assertEquals(List.of("hello"), first.awaitContents(1));
            }
        }
    }
}
