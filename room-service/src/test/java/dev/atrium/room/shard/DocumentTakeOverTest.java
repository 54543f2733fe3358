package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TinyBaseSocket;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Documents move with their shards, with what was checkpointed of them and what was not (RM-8).
@ComponentTest
final class DocumentTakeOverTest {

    private static final int ROOMS = 12;
    private static final int SHARDS = 8;

    @Inject
    Shards shards;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void whatCountedIsThereWhenTheShardComesBack() {
        Map<String, TinyBaseSocket> sockets = new HashMap<>();
        for (int i = 0; i < ROOMS; i++) {
            String room = Api.newRoom(ada);
            TinyBaseSocket socket = TinyBaseSocket.open(ada, room);
            socket.write("stored", "1", "NjEtLV-----AAAAA");
            socket.write("both", "1", "NjEtLV-----AAAAA");
            socket.awaitValue("both", "1");
            sockets.put(room, socket);
        }
        RoomStack.withoutPostgres(() -> sockets.values().forEach(socket -> {
            socket.write("both", "2", "NjEtLV----0AAAAA");
            socket.write("\\u0000\\ud800", "\"\\u0000\"", "NjEtLV----0AAAAA");
            socket.awaitValue("both", "2");
        }));
        List<String> moved = new ArrayList<>();

        try (SecondNode second = new SecondNode()) {
            await().until(() -> second.countOpen() == SHARDS / 2 && shards.countOpen() == SHARDS / 2);
            sockets.forEach((room, socket) -> {
                if (second.owns(new RoomKey(new TenantId(tenant), room))) {
                    assertEquals("1012 moved", socket.awaitClose());
                    moved.add(room);
                }
            });
        }
        await().until(() -> shards.countOpen() == SHARDS);

        assertTrue(!moved.isEmpty());
        for (String room : moved) {
            try (TinyBaseSocket again = TinyBaseSocket.open(ada, room)) {
                JsonNode values = again.ask("q", 7, "{}").path(0);
                assertEquals(3, values.size());
                assertEquals("[1,\"NjEtLV-----AAAAA\"]", values.path("stored").toString());
                assertEquals("[2,\"NjEtLV----0AAAAA\"]", values.path("both").toString());
                assertEquals("\"\\u0000\"", values.path("\u0000\ud800").path(0).toString());
            }
        }
        sockets.values().forEach(TinyBaseSocket::close);
    }
}
