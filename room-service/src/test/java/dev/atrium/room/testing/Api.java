package dev.atrium.room.testing;

import static dev.atrium.platform.testing.Patience.await;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.Request;
import dev.atrium.platform.testing.TestTokens;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// Requests to the service under test, as the gateway sends them.
public final class Api {

    private Api() {}

    /// A tenant that no other test knows.
    public static String newTenant() {
        return "t-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// A user who may read and write.
    public static Caller user(String tenant, String name) {
        return TestTokens.caller("user:" + name, tenant, "rooms:read", "rooms:write");
    }

    /// Somebody with a key that was made without sign-up.
    public static Caller key(String tenant, String name) {
        return TestTokens.caller("key:" + name, tenant, "rooms:read", "rooms:write");
    }

    /// A user who may only read.
    public static Caller reader(String tenant, String name) {
        return TestTokens.caller("user:" + name, tenant, "rooms:read");
    }

    /// Somebody without credentials, as the gateway introduces such callers.
    public static Caller anonymous(String tenant) {
        return TestTokens.caller(Caller.ANONYMOUS, tenant, "rooms:read");
    }

    public static Request as(Caller caller) {
        return bearing(TestTokens.of(caller));
    }

    /// Requests with any token.
    public static Request bearing(String token) {
        return Request.plain().bearer(token).contentType("application/json");
    }

    /// Creates a public room; returns its id.
    public static String newRoom(Caller owner) {
        return create(owner, Map.of("name", "Lobby"));
    }

    /// Creates a room that only its owner may read; returns its id.
    public static String newPrivateRoom(Caller owner) {
        return create(owner, Map.of("name", "Study", "visibility", "private"));
    }

    public static Answer post(Caller sender, String room, String content) {
        return as(sender).body(Map.of("content", content)).post("/api/rooms/{id}/messages", room);
    }

    public static Answer post(Caller sender, String room, String content, String clientId) {
        return as(sender).body(Map.of("content", content, "clientId", clientId)).post("/api/rooms/{id}/messages", room);
    }

    /// The node may be about to take its shards: until then it answers 503.
    private static String create(Caller owner, Map<String, String> room) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> as(owner).body(room).post("/api/rooms"), answer -> answer.statusCode() != 503)
                .expect(201)
                .path("id");
    }
}
