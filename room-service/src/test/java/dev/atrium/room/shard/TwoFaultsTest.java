package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// PostgreSQL is away, and at the same time shards move or rooms are left alone (RM-10).
@ComponentTest
final class TwoFaultsTest {

    private static final int ROOMS = 16;
    private static final int SHARDS = 8;

    /// How often a node with four shards looks at its clock while it has long thought of dropping rooms.
    private static final int LOOKS = 60;

    @Inject
    Shards shards;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");

    @AfterEach
    void shardsComeBack() {
        await().until(() -> shards.countOpen() == SHARDS);
    }

    @Test
    void roomsThatMoveMeanwhileAreUnavailableUntilItIsBackAndTheOthersGoOn() {
        List<RoomKey> rooms = rooms();
        rooms.forEach(key -> Api.post(ada, key.room(), "before").expect(201));
        List<SecondNode> started = new ArrayList<>();

        RoomStack.withoutPostgres(() -> {
            SecondNode second = new SecondNode();
            started.add(second);
            await().until(() -> second.countOpen() == SHARDS / 2 && shards.countOpen() == SHARDS / 2);
            assertFalse(rooms.stream().noneMatch(second::owns));
            for (RoomKey key : rooms) {
                if (second.owns(key)) {
                    IllegalStateException refusal =
                            assertThrows(IllegalStateException.class, () -> second.messages(key));
                    assertEquals(Refusals.UNREADABLE.detail(), cause(refusal).getMessage());
                    Api.post(ada, key.room(), "x").expect(503).header("Retry-After", notNullValue());
                } else {
                    Api.post(ada, key.room(), "meanwhile").expect(201);
                }
            }
        });

        SecondNode second = started.getFirst();
        try (second) {
            for (RoomKey key : rooms) {
                if (second.owns(key)) {
                    await().ignoreExceptions().until(() -> contents(second, key).equals(List.of("before")));
                } else {
                    as(ada).get("/api/rooms/{id}/messages", key.room())
                            .expect(200)
                            .body("items.content", equalTo(List.of("before", "meanwhile")));
                }
            }
        }
    }

    @Test
    void aRoomThatNobodyUsesStaysInMemoryWhileTheStoreIsAway() {
        Ahead clock = new Ahead();
        List<RoomKey> rooms = rooms();
        try (SecondNode second = new SecondNode(clock)) {
            await().until(() -> second.countOpen() == SHARDS / 2);
            RoomKey key = rooms.stream().filter(second::owns).findFirst().orElseThrow();
            assertEquals(List.of(), contents(second, key));

            RoomStack.withoutPostgres(() -> {
                clock.ahead = Duration.ofHours(1);
                int before = clock.looks.get();
                await().until(() -> clock.looks.get() > before + LOOKS);

                assertEquals(List.of(), contents(second, key));
            });
        }
    }

    private List<RoomKey> rooms() {
        return IntStream.range(0, ROOMS)
                .mapToObj(_ -> new RoomKey(new TenantId(tenant), Api.newRoom(ada)))
                .toList();
    }

    private static List<String> contents(SecondNode node, RoomKey key) {
        return node.messages(key).stream().map(MessagePosted::content).toList();
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// A clock that can be set ahead, and tells how often somebody has looked at it.
    private static final class Ahead implements InstantSource {

        private final AtomicInteger looks = new AtomicInteger();
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            looks.incrementAndGet();
            return Instant.now().plus(ahead);
        }
    }
}
