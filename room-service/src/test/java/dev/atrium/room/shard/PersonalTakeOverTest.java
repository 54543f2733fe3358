package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is somebody's own moves with its shard, once it is acknowledged.
@ComponentTest
final class PersonalTakeOverTest {

    private static final int ROOMS = 16;
    private static final int SHARDS = 8;

    @Inject
    Shards shards;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @AfterEach
    void shardsComeBack() {
        await().until(() -> shards.countOpen() == SHARDS);
    }

    @Test
    void draftsAndMarkersMoveAlsoIfNothingWasCheckpointed() {
        List<RoomKey> rooms = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            rooms.add(new RoomKey(new TenantId(tenant), Api.newRoom(ada)));
        }
        List<SecondNode> started = new ArrayList<>();

        RoomStack.withoutPostgres(() -> {
            rooms.forEach(this::saveAndMark);
            SecondNode second = new SecondNode();
            started.add(second);
            await().until(() -> second.countOpen() == SHARDS / 2);
        });

        try (SecondNode second = started.getFirst()) {
            await().until(() -> second.countOpen() == SHARDS / 2 && shards.countOpen() == SHARDS / 2);
            List<RoomKey> moved = rooms.stream().filter(second::owns).toList();
            assertTrue(!moved.isEmpty());
            moved.forEach(key -> assertKnown(second, key));
        }
        await().until(() -> shards.countOpen() == SHARDS);
        for (RoomKey key : rooms) {
            assertEquals(
                    List.of("kept"),
                    as(ada).get("/api/rooms/{id}/drafts", key.room())
                            .expect(200)
                            .path("items.content"));
            assertEquals(1, as(ada).get("/api/rooms/{id}/unread", key.room()).<Integer>path("marker"));
        }
    }

    private void saveAndMark(RoomKey key) {
        try (TestSocket socket = TestSocket.open(ada, key.room())) {
            socket.text("[{\"type\":\"draft\",\"clientId\":\"d\",\"key\":\"main\",\"content\":\"kept\"},"
                    + "{\"type\":\"read\",\"clientId\":\"r\",\"upTo\":1}]");
            socket.awaitAck("d");
            socket.awaitAck("r");
        }
    }

    /// The second node has read what was not checkpointed from the log, or it is stored by now.
    private void assertKnown(SecondNode second, RoomKey key) {
        CompletableFuture<Long> readUpTo = new CompletableFuture<>();
        CompletableFuture<List<Draft>> unstored = new CompletableFuture<>();
        second.rooms()
                .look(
                        key,
                        Visit.of(
                                (room, _) -> {
                                    readUpTo.complete(room.readUpTo(ada.subject()));
                                    unstored.complete(room.drafts(ada.subject()));
                                },
                                refused ->
                                        readUpTo.completeExceptionally(new IllegalStateException(refused.detail()))));
        assertEquals(1, SecondNode.get(readUpTo));
        List<Draft> stored = second.drafts(key, ada.subject());
        assertEquals(
                List.of("kept"),
                Draft.newest(stored, SecondNode.get(unstored)).stream()
                        .map(Draft::content)
                        .toList());
    }
}
