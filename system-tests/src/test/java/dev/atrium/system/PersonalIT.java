package dev.atrium.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/// What is one's own in a room: the same on all of one's tabs, and nobody else's.
final class PersonalIT {

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final Person bob = Person.withNewKey(suite);
    private final String room = ada.createRoom("Study");

    @Test
    void twoTabsAgreeOnDraftsAndMarkersAndTheOtherPersonSeesWhatIsForAll() {
        try (ChatSocket one = ada.join(room);
                ChatSocket two = ada.join(room);
                ChatSocket bobs = bob.join(room)) {
            one.sendRaw("{\"type\":\"draft\",\"clientId\":\"d\",\"key\":\"main\",\"content\":\"hello, B\"}");
            one.await("ack", "clientId", "d");
            two.await("draft", "content", "hello, B");
            assertEquals("hello, B", drafts(ada).at("/items/0/content").asText());
            assertEquals(0, drafts(bob).path("items").size());

            two.sendRaw("{\"type\":\"send\",\"clientId\":\"s\",\"content\":\"hello, Bob\",\"draft\":\"main\"}");
            long sequence = bobs.awaitMessage("hello, Bob").path("sequence").asLong();
            one.await("draft", "content", "");
            assertEquals(0, drafts(ada).path("items").size());

            await().untilAsserted(
                            () -> assertEquals(1, unread(bob).path("unread").asInt()));
            bobs.sendRaw("{\"type\":\"read\",\"clientId\":\"r\",\"upTo\":" + sequence + "}");
            bobs.await("ack", "clientId", "r");
            for (ChatSocket socket : new ChatSocket[] {one, two}) {
                socket.await(
                        "bob's marker", frame -> frame.at("/markers/0/readUpTo").asLong() == sequence);
            }
            await().untilAsserted(
                            () -> assertEquals(0, unread(bob).path("unread").asInt()));
            await().untilAsserted(() -> assertEquals(
                    sequence,
                    bob.get("/api/unread")
                            .expect(200)
                            .json()
                            .at("/items/0/marker")
                            .asLong()));
            assertFalse(bobs.has("draft"));
        }
    }

    @Test
    void whatWasDoneIsToldWithoutWhatWasSaid() {
        String message = ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"a secret\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        ada.send("PUT", "/api/rooms/" + room + "/drafts/main", "application/json", "{\"content\":\"another\"}")
                .expect(200);

        await().untilAsserted(() -> assertEquals(
                2, activity("/api/rooms/" + room + "/activity").path("items").size()));

        JsonNode posted = activity("/api/me/activity").at("/items/0");
        assertEquals("message-posted", posted.path("type").asText());
        assertEquals(message, posted.path("subject").asText());
        assertEquals(room, posted.path("roomId").asText());
        assertFalse(activity("/api/me/activity").toString().contains("secret"));
        assertEquals(
                0, bob.get("/api/me/activity").expect(200).json().path("items").size());
        Person.anonymous(suite).get("/api/me/activity").expectProblem(401, "unauthenticated");
        Person.anonymous(suite).get("/api/unread").expectProblem(401, "unauthenticated");
    }

    private JsonNode activity(String path) {
        return ada.get(path).expect(200).json();
    }

    private JsonNode unread(Person person) {
        return person.get("/api/rooms/" + room + "/unread").expect(200).json();
    }

    private JsonNode drafts(Person person) {
        return person.get("/api/rooms/" + room + "/drafts").expect(200).json();
    }
}
