package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.placement.NewRoomPlace;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Patience;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ComponentTest
final class CreateRoomTest {

    private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Inject
    Rooms rooms;

    @Inject
    Creations creations;

    private final Caller ada = Api.user(Api.newTenant(), "ada");

    @Test
    void aRoomIsCreatedWithWhatWasAskedFor() {
        Answer answer = as(ada).body(Map.of("name", "Sketches", "kind", "canvas", "visibility", "private"))
                .post("/api/rooms");

        answer.expect(201)
                .body("id", matchesPattern(UUID_7))
                .body("name", equalTo("Sketches"))
                .body("kind", equalTo("canvas"))
                .body("visibility", equalTo("private"))
                .body("owner.subject", equalTo("user:ada"))
                .body("owner.handle", equalTo("user-ada"))
                .body("lastSequence", equalTo(1));
        assertEquals("/api/rooms/" + answer.path("id"), answer.header("Location"));
        as(ada).get(answer.header("Location")).expect(200).body(equalTo(answer.text()));
    }

    @Test
    void theSameIdempotencyKeyMakesOneRoom() {
        Answer first = make(ada, "key-1", "Sketches");
        Answer again = make(ada, "key-1", "Sketches");

        first.expect(201);
        again.expect(200).body("id", equalTo(first.path("id"))).body("name", equalTo("Sketches"));
        assertEquals(first.header("Location"), again.header("Location"));
        await().untilAsserted(() -> as(ada).get("/api/rooms").body("items", hasSize(1)));
    }

    @Test
    void theKeyOfAnotherCallerOrContentIsAnother() {
        Caller grace = Api.user(ada.tenant().value(), "grace");
        String first = make(ada, "key-1", "Sketches").path("id");

        make(ada, "key-1", "Drawings").expect(422);
        make(grace, "key-1", "Sketches").expect(201).body("id", not(equalTo(first)));
        make(ada, "key-2", "Sketches").expect(201).body("id", not(equalTo(first)));
        make(ada, "k".repeat(129), "Sketches").expect(400);
    }

    @Test
    void manyAtOnceWithOneKeyMakeOneRoom() {
        List<Answer> answers = IntStream.range(0, 8)
                .mapToObj(_ ->
                        CompletableFuture.supplyAsync(() -> make(ada, "key-1", "Sketches"), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertEquals(
                1,
                answers.stream()
                        .map(answer -> answer.<String>path("id"))
                        .distinct()
                        .count());
        // Those that come while it is on its way are answered as the one that made it.
        assertTrue(answers.stream().allMatch(answer -> List.of(200, 201).contains(answer.statusCode())));
        await().untilAsserted(() -> as(ada).get("/api/rooms").body("items", hasSize(1)));
    }

    /// As if the node had been killed after it had stored the key and before it made the room.
    @Test
    void aRoomThatWasClaimedButNotMadeIsMadeByTheRepetition() {
        NewRoom wish = new NewRoom("Sketches", null, null);
        RoomKey claimed = await().until(
                        () -> rooms.newRoom(ada.tenant(), NewRoomPlace.of(ada, "key-1")), Optional::isPresent)
                .orElseThrow();
        creations
                .claim(ada, "key-1", new Creations.Claim(claimed, RoomMaker.content(wish.by(ada.actor()))))
                .await()
                .atMost(Patience.USUAL);

        make(ada, "key-1", "Sketches").expect(201).body("id", equalTo(claimed.room()));
        make(ada, "key-1", "Sketches").expect(200).body("id", equalTo(claimed.room()));
    }

    @Test
    void aRoomThatIsNotToBeSeenAnyMoreIsNotShownAgain() {
        String room = make(ada, "key-1", "Sketches").path("id");
        as(ada).body(Map.of("role", "owner", "handle", "grace")).put("/api/rooms/{id}/members/user:grace", room);
        as(ada).body(Map.of("visibility", "private"))
                .patch("/api/rooms/{id}", room)
                .expect(200);
        Caller grace = Api.user(ada.tenant().value(), "grace");
        as(grace).delete("/api/rooms/{id}/members/user:ada", room).expect(204);

        make(ada, "key-1", "Sketches").expect(409);
    }

    /// The node may be about to take its shards: until then it answers 503.
    private static Answer make(Caller caller, String key, String name) {
        return await().pollDelay(Duration.ZERO)
                .until(
                        () -> as(caller)
                                .header("Idempotency-Key", key)
                                .body(Map.of("name", name))
                                .post("/api/rooms"),
                        answer -> answer.statusCode() != 503);
    }

    @Test
    void kindAndVisibilityHaveDefaults() {
        as(ada).body(Map.of("name", "Lobby"))
                .post("/api/rooms")
                .expect(201)
                .body("kind", equalTo("chat"))
                .body("visibility", equalTo("public"));
    }

    /// The answer waits for the store, but not for one that takes longer than a second.
    @Test
    void aRoomIsInTheListWhenItsCreationIsAnswered() {
        for (int i = 0; i < 5; i++) {
            long from = System.nanoTime();
            String room = Api.newRoom(ada);
            boolean isStored = System.nanoTime() - from < TimeUnit.SECONDS.toNanos(1);

            List<String> listed = as(ada).get("/api/rooms").expect(200).path("items.id");
            assertTrue(listed.contains(room) || !isStored, listed.toString());
        }
    }
}
