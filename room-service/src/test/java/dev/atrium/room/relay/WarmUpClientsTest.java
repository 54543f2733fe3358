package dev.atrium.room.relay;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/// Those who come before people do, in a room that everybody can look into.
@ComponentTest
final class WarmUpClientsTest {

    @Inject
    WarmUpClients clients;

    @Test
    void theyPostAsPeopleDoEachInItsOwnName() {
        String tenant = Api.newTenant();
        Caller ada = Api.user(tenant, "ada");
        String room = Api.newRoom(ada);
        try (TestSocket adas = TestSocket.open(ada, room)) {
            clients.drive(new RoomKey(new TenantId(tenant), room));

            for (int i = 0; i < WarmUpClients.AT_ONCE; i++) {
                String author = "key:warm-up-" + i;
                await().until(() -> countOf(adas, author) == WarmUpClients.MESSAGES);
            }
        }
    }

    private static long countOf(TestSocket socket, String author) {
        return socket.messages().stream()
                .filter(message -> message.at("/sender/subject").asText().equals(author))
                .count();
    }
}
