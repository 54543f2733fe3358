package dev.atrium.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Who is mentioned in a room hears of it: on all of its tabs, in its inbox, and by mail.
final class NotificationIT {

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final Person bob = Person.withNewKey(suite);
    private final String room = ada.createRoom("Study");
    private final String address = "bob-" + UUID.randomUUID() + "@mail.example";

    @Test
    void mentionIsInTheInboxOnAllTabsAndInTheMailOfTheMentioned() {
        Mailed.confirmAddress(suite, bob, address);
        bob.post("/api/rooms/" + room + "/messages", "{\"content\":\"hello\"}").expect(201);
        String handle = bob.get("/api/me").expect(200).json().path("handle").asText();

        try (ChatSocket one = ChatSocket.own(bob);
                ChatSocket two = ChatSocket.own(bob)) {
            mention(handle, "first");
            for (ChatSocket tab : List.of(one, two)) {
                JsonNode frame = tab.await("inbox", "unread", "1");
                assertTrue(frame.at("/arrival/title").asText().contains("mentioned you in Study"), frame.toString());
            }
            JsonNode item = bob.get("/api/notifications").expect(200).json().at("/items/0");
            assertEquals("@" + handle + " first", item.path("body").asText());

            bob.send("PATCH", "/api/notifications/" + item.path("id").asText(), "application/json", "{\"as\":\"read\"}")
                    .expect(200);
            one.await("inbox", "unread", "0");
            two.await("inbox", "unread", "0");
        }
        assertEquals(
                0,
                ada.get("/api/notifications/count")
                        .expect(200)
                        .json()
                        .path("unread")
                        .asInt());

        mention(handle, "second");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Mails.to(suite, address).size() >= 2);
        List<JsonNode> mails = Mails.to(suite, address);
        assertEquals(2, mails.size());
        String text = mails.getFirst().path("text").asText();
        assertTrue(text.contains("@" + handle + " second"), text);
        assertTrue(!text.contains(handle + " first"), text);
    }

    private void mention(String handle, String text) {
        ada.post(
                        "/api/rooms/" + room + "/messages",
                        "{\"content\":\"@" + handle + " " + text + "\",\"mentions\":[\"" + handle + "\"]}")
                .expect(201);
    }
}
