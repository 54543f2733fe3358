package dev.atrium.room.http;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.testing.Api.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import dev.atrium.room.testing.TestSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the moderation takes out of sight and brings back, and what people report (RM-14).
@ComponentTest
final class HideMessageTest {

    private static final String MESSAGE = "/api/rooms/{room}/messages/{message}";
    private static final String LIST = "/api/rooms/{room}/messages";
    private static final String HIDDEN = "/internal/rooms/{room}/messages/{message}/hidden";

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final Caller cat = Api.user(tenant, "cat");
    private final Caller moderation = TestTokens.caller("system:moderation", tenant, "rooms:moderate");
    private final String room = Api.newRoom(ada);

    @Test
    void aHiddenMessageIsNowhereToBeReadUntilItIsShown() {
        String message = Api.post(bob, room, "rude").path("id");
        try (TestSocket socket = TestSocket.open(cat, room)) {
            hide(message).expect(200);
            hide(message).expect(200);

            JsonNode frame = socket.awaitFrame(
                    "message-changed", some -> some.at("/message/hidden").asBoolean());
            assertEquals("", frame.at("/message/content").asText());
            as(cat).get(LIST, room).body("items.content", contains("")).body("items[0].hidden", equalTo(true));
            as(cat).get(MESSAGE, room, message).body("content", equalTo("")).body("version", equalTo(3));
            await().untilAsserted(() -> as(cat).get("/api/rooms/{room}/unread", room)
                    .body("unread", equalTo(0))
                    .body("lastSequence", equalTo(3)));
            as(cat).get(LIST + "?at=2", room).body("items.content", contains(""));

            show(message).expect(200);

            JsonNode again = socket.awaitFrame(
                    "message-changed", some -> some.at("/message/version").asLong() == 4);
            assertEquals("rude", again.at("/message/content").asText());
        }
        as(cat).get(LIST, room).body("items.content", contains("rude")).body("items[0].hidden", nullValue());
        await().untilAsserted(
                        () -> as(cat).get("/api/rooms/{room}/unread", room).body("unread", equalTo(1)));
        as(ada).get("/api/rooms/{room}/activity", room)
                .body("items.type", hasItem("message-hidden"))
                .body("items.type", hasItem("message-shown"));
    }

    @Test
    void whoWroteItAndTheOwnersStillReadWhatIsHidden() {
        String message = Api.post(bob, room, "rude").path("id");
        hide(message);

        for (Caller who : new Caller[] {ada, bob}) {
            as(who).get(MESSAGE, room, message).body("content", equalTo("rude")).body("hidden", equalTo(true));
            as(who).get(MESSAGE + "/history", room, message).body("items.content", contains("rude"));
        }
        as(cat).get(MESSAGE + "/history", room, message).expect(200).body("items.size()", equalTo(0));
        as(bob).body(Map.of("content", "polite")).patch(MESSAGE, room, message).expect(409);
        as(bob).delete(MESSAGE, room, message).expect(200).body("hidden", nullValue());
        show(message).expect(200);
        as(ada).get(MESSAGE, room, message).body("content", equalTo("")).body("deleted", equalTo(true));
    }

    @Test
    void nobodyButTheModerationHides() {
        String message = Api.post(bob, room, "fine").path("id");
        Caller impostor = TestTokens.caller("user:eve", tenant, "rooms:moderate");
        Caller foreign = TestTokens.caller("system:moderation", Api.newTenant(), "rooms:moderate");

        as(ada).post(HIDDEN, room, message).expect(403);
        as(impostor).post(HIDDEN, room, message).expect(404);
        as(foreign).post(HIDDEN, room, message).expect(404);

        as(cat).get(MESSAGE, room, message).body("content", equalTo("fine"));
    }

    @Test
    void aReportIsAcceptedAndToldToNobodyInTheRoom() {
        String message = Api.post(bob, room, "rude").path("id");
        try (TestSocket socket = TestSocket.open(bob, room)) {
            report(cat, room, message, "harassment").expect(202);
            report(cat, room, message, "harassment").expect(202);
            Api.post(ada, room, "next");

            socket.awaitContents(1);
            assertFalse(socket.frames("message-changed").iterator().hasNext());
        }
        as(bob).get("/api/rooms/{room}/activity", room).body("items.type", not(hasItem("message-reported")));
    }

    @Test
    void whatCannotBeReadCannotBeReported() {
        String study = Api.newPrivateRoom(ada);
        String message = Api.post(ada, study, "private").path("id");
        String nowhere = "0198c2f0-0000-7000-8000-000000000001";

        report(bob, study, message, "spam").expect(404);
        report(bob, room, nowhere, "spam").expect(404);
        report(ada, study, message, "boring").expect(400);
        report(Api.anonymous(tenant), room, message, "spam").expect(401);
        as(ada).body(Map.of("reason", "other", "comment", "x".repeat(501)))
                .post(MESSAGE + "/report", study, message)
                .expect(400);
    }

    private Answer hide(String message) {
        return as(moderation).post(HIDDEN, room, message);
    }

    private Answer show(String message) {
        return as(moderation).delete(HIDDEN, room, message);
    }

    private static Answer report(Caller who, String room, String message, String reason) {
        return as(who).body(Map.of("reason", reason)).post(MESSAGE + "/report", room, message);
    }
}
