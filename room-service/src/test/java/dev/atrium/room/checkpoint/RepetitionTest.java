package dev.atrium.room.checkpoint;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import dev.atrium.room.testing.TestSocket;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A room that a node has just taken over knows what was sent before, beyond the messages that it loads.
@ComponentTest
final class RepetitionTest {

    /// Messages up to this one are from the day before yesterday.
    private static final int OLD = 100;

    private static final int LAST = OLD + 100 + Room.WINDOW;

    @Inject
    Checkpoint checkpoint;

    @Inject
    Rooms rooms;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final RoomKey room = new RoomKey(new TenantId(tenant), Ids.next().toString());

    @BeforeEach
    void storeTheRoom() {
        Actor actor = ada.actor();
        Instant now = Instant.now();
        List<RoomEvent> events = new ArrayList<>();
        events.add(new RoomCreated(
                room.tenant(),
                room.room(),
                1,
                now.minus(Duration.ofDays(3)),
                "Lobby",
                Kind.CHAT,
                Visibility.PUBLIC,
                actor));
        for (int sequence = 2; sequence <= LAST; sequence++) {
            Instant at = sequence <= OLD ? now.minus(Duration.ofDays(2)) : now.minus(Duration.ofHours(20));
            String id = Ids.next().toString();
            String clientId = "c-" + sequence;
            events.add(new MessagePosted(
                    room.tenant(), room.room(), sequence, at, id, actor, "m" + sequence, clientId, null));
        }
        checkpoint.write(events).await().atMost(Patience.USUAL);
        await().until(() -> Api.as(ada).get("/api/rooms/{id}", room.room()).statusCode() == 200);
    }

    @Test
    void whatASocketSentWithinADayIsNotCountedTwice() {
        try (TestSocket socket = TestSocket.open(ada, room.room())) {
            int departed = OLD + 1;
            socket.send("c-" + departed, "again");
            socket.send("new", "new");
            socket.send("c-" + LAST, "again");

            assertEquals(departed, sequence(socket, "c-" + departed));
            assertEquals(LAST + 1, sequence(socket, "new"));
            assertEquals(LAST, sequence(socket, "c-" + LAST));
        }
    }

    @Test
    void whatWasPostedIsNeverCountedTwice() {
        Api.post(ada, room.room(), "again", "c-2").expect(200).body("sequence", equalTo(2));
        Api.post(ada, room.room(), "new", "new").expect(201).body("sequence", equalTo(LAST + 1));
    }

    @Test
    void withoutTheStoreOnlyWhatIsCertainlyNewIsTaken() {
        try (TestSocket socket = TestSocket.open(ada, room.room())) {
            await().until(this::knowsItsIds);
            RoomStack.withoutPostgres(() -> {
                socket.send("c-" + (OLD + 1), "again");
                socket.send("new", "new");

                assertEquals(503, socket.awaitAnswer().at("/problem/status").asInt());
                assertEquals(LAST + 1, sequence(socket, "new"));
            });
        }
    }

    /// They are read a moment after the room.
    private boolean knowsItsIds() {
        CompletableFuture<Boolean> knows = new CompletableFuture<>();
        rooms.look(
                room,
                Visit.of((present, _) -> knows.complete(present.lacksIdsUpTo() == 0), _ -> knows.complete(false)));
        return knows.join();
    }

    private static int sequence(TestSocket socket, String clientId) {
        return socket.awaitAck(clientId).path("sequence").asInt();
    }
}
