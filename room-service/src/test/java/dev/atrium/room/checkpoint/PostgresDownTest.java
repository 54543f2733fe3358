package dev.atrium.room.checkpoint;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// While PostgreSQL is gone rooms go on, and nothing is missing when it is back (RM-10).
@ComponentTest
final class PostgresDownTest {

    @Inject
    RoomStore store;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @Test
    void roomsGoOnAndEverythingIsStoredLater() {
        String room = Api.newRoom(ada);
        try (TestSocket socket = TestSocket.open(ada, room)) {
            RoomStack.withoutPostgres(() -> {
                socket.send("c-2", "m2");
                assertEquals(2, socket.awaitAck("c-2").path("sequence").asLong());
                Api.post(ada, room, "m3", "c-3").expect(201);
                Api.post(ada, room, "m3", "c-3").expect(200);
                as(ada).get("/api/rooms/{id}/messages", room)
                        .expect(200)
                        .body("items.content", equalTo(List.of("m2", "m3")));
            });

            assertEquals(List.of("m2", "m3"), socket.awaitContents(2));
        }
        RoomKey key = new RoomKey(new TenantId(tenant), room);
        await().until(() -> stored(key).newest().size() == 2);
        assertEquals(3, stored(key).sequence());
    }

    @Test
    void whatMemoryDoesNotHaveIsUnavailableAndNotAbsent() {
        String elsewhere = "0198c2f0-0000-7000-8000-000000000001";

        RoomStack.withoutPostgres(() -> {
            for (String path : List.of("/api/rooms", "/api/rooms/" + elsewhere)) {
                as(ada).get(path)
                        .expect(503)
                        .contentType("application/problem+json")
                        .header("Retry-After", notNullValue())
                        .body("type", equalTo(ProblemType.UNAVAILABLE.uri()));
            }
            Api.post(ada, elsewhere, "x").expect(503);
        });

        await().untilAsserted(() -> as(ada).get("/api/rooms/{id}", elsewhere).expect(404));
    }

    @Test
    void aRoomIsCreatedWithoutPostgresAndListedLater() {
        RoomStack.withoutPostgres(() -> {
            String room = Api.newRoom(ada);
            Api.post(ada, room, "hello").expect(201);
        });

        await().untilAsserted(() -> as(ada).get("/api/rooms").expect(200).body("items[0].lastSequence", equalTo(2)));
    }

    private RoomSnapshot stored(RoomKey key) {
        return store.load(key).await().atMost(Duration.ofSeconds(30)).orElseThrow();
    }
}
