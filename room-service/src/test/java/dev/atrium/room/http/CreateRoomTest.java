package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ComponentTest
final class CreateRoomTest {

    private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final Caller ada = Api.user(Api.newTenant(), "ada");

    @Test
    void aRoomIsCreatedWithWhatWasAskedFor() {
        Response answer = as(ada).body(Map.of("name", "Sketches", "kind", "canvas", "visibility", "private"))
                .post("/api/rooms");

        answer.then()
                .statusCode(201)
                .body("id", matchesPattern(UUID_7))
                .body("name", equalTo("Sketches"))
                .body("kind", equalTo("canvas"))
                .body("visibility", equalTo("private"))
                .body("owner.subject", equalTo("user:ada"))
                .body("owner.handle", equalTo("user-ada"))
                .body("lastSequence", equalTo(1));
        assertEquals("/api/rooms/" + answer.path("id"), answer.header("Location"));
        as(ada).get(answer.header("Location")).then().statusCode(200).body(equalTo(answer.asString()));
    }

    @Test
    void kindAndVisibilityHaveDefaults() {
        as(ada).body(Map.of("name", "Lobby"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .body("kind", equalTo("chat"))
                .body("visibility", equalTo("public"));
    }

    @Test
    void aRoomIsInTheListWhenItsCreationIsAnswered() {
        for (int i = 0; i < 5; i++) {
            String room = Api.newRoom(ada);

            as(ada).get("/api/rooms").then().statusCode(200).body("items.id", hasItem(room));
        }
    }
}
