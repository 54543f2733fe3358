package dev.atrium.room.shard;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.ShareToken;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.RoomStack;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Who may do what moves with the shard, also if nothing of it was checkpointed.
@ComponentTest
final class AccessTakeOverTest {

    /// So many that some of them move, by chance.
    private static final int ROOMS = 24;
    private static final int SHARDS = 8;

    @Inject
    Shards shards;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final Caller eve = Api.user(tenant, "eve");

    @AfterEach
    void shardsComeBack() {
        await().until(() -> shards.countOpen() == SHARDS);
    }

    @Test
    void accessMovesWithItsShard() {
        List<String> rooms =
                Stream.generate(() -> Api.newPrivateRoom(ada)).limit(ROOMS).toList();
        Map<RoomKey, String> tokens = new ConcurrentHashMap<>();
        RoomStack.withoutPostgres(() -> {
            // Each answer waits a little for the store, in vain.
            try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
                for (String room : rooms) {
                    requests.execute(() -> tokens.put(new RoomKey(new TenantId(tenant), room), letIn(room)));
                }
            }
        });
        assertEquals(ROOMS, tokens.size());

        try (SecondNode second = new SecondNode()) {
            await().until(() -> second.countOpen() == SHARDS / 2 && shards.countOpen() == SHARDS / 2);
            List<RoomKey> moved = tokens.keySet().stream().filter(second::owns).toList();
            assertTrue(!moved.isEmpty());
            for (RoomKey key : moved) {
                assertEquals(Optional.of(Role.COMMENTER), role(second, key, bob));
                assertEquals(Optional.empty(), role(second, key, eve));
                assertEquals(Optional.of(Role.OWNER), role(second, key, ada));
                assertJoins(second, key, Objects.requireNonNull(tokens.get(key)));
            }
        }
    }

    /// Bob is a member and Eve banned.
    private String letIn(String room) {
        as(ada).body(Map.of("role", "commenter"))
                .put("/api/rooms/{id}/members/user:bob", room)
                .expect(200);
        as(ada).body(Map.of()).put("/api/rooms/{id}/bans/user:eve", room).expect(200);
        return as(ada).body(Map.of("role", "viewer"))
                .post("/api/rooms/{id}/links", room)
                .expect(201)
                .path("token");
    }

    private void assertJoins(SecondNode second, RoomKey key, String token) {
        Caller joe = Api.user(tenant, "joe");
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        second.rooms()
                .submit(
                        key,
                        new Command.ChangeAccess(joe.actor(), new Wish.Join(ShareToken.hash(token))),
                        null,
                        outcome::complete);

        assertInstanceOf(Outcome.Done.class, SecondNode.get(outcome));
        assertEquals(Optional.of(Role.VIEWER), role(second, key, joe));
    }

    private static Optional<Role> role(SecondNode second, RoomKey key, Caller caller) {
        CompletableFuture<Optional<Role>> role = new CompletableFuture<>();
        second.rooms()
                .look(
                        key,
                        Visit.of(
                                (room, _) -> role.complete(room.roleOf(caller, Instant.now())),
                                reason -> role.completeExceptionally(new IllegalStateException(reason.detail()))));
        return SecondNode.get(role);
    }
}
