package dev.atrium.room.testing;

import static dev.atrium.platform.testing.Patience.await;
import static io.restassured.RestAssured.given;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

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

    public static RequestSpecification as(Caller caller) {
        return bearing(TestTokens.of(caller));
    }

    /// Requests with any token.
    public static RequestSpecification bearing(String token) {
        // Also before Quarkus has told REST Assured: rooms are created in field initializers.
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return given().port(port).auth().oauth2(token).contentType(ContentType.JSON);
    }

    /// Creates a public room; returns its id.
    public static String newRoom(Caller owner) {
        return create(owner, Map.of("name", "Lobby"));
    }

    /// Creates a room that only its owner may read; returns its id.
    public static String newPrivateRoom(Caller owner) {
        return create(owner, Map.of("name", "Study", "visibility", "private"));
    }

    public static Response post(Caller sender, String room, String content) {
        return as(sender).body(Map.of("content", content)).post("/api/rooms/{id}/messages", room);
    }

    public static Response post(Caller sender, String room, String content, String clientId) {
        return as(sender).body(Map.of("content", content, "clientId", clientId)).post("/api/rooms/{id}/messages", room);
    }

    /// The node may be about to take its shards: until then it answers 503.
    private static String create(Caller owner, Map<String, String> room) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> as(owner).body(room).post("/api/rooms"), answer -> answer.statusCode() != 503)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
