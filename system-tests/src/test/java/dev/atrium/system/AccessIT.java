package dev.atrium.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Two people and a private room: who is let in finds everything, who is sent out finds nothing, at once and
/// everywhere.
final class AccessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();
    private final String word = "zarzuela" + UUID.randomUUID().toString().substring(0, 8);
    private final Person ada = Person.withNewKey(suite);
    private final Person bob = Person.withNewKey(suite);

    @Test
    void whoJoinsByALinkFindsEverythingAndWhoIsKickedNothing() {
        String room = ada.post("/api/rooms", "{\"name\":\"Attic\",\"visibility\":\"private\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        String file = ada.upload("a.txt", "text/plain", word.getBytes(StandardCharsets.UTF_8), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + word + "\"}")
                .expect(201);
        String token = ada.post("/api/rooms/" + room + "/links", "{\"role\":\"commenter\",\"maxUses\":1}")
                .expect(201)
                .json()
                .path("token")
                .asText();
        assertOutside(room, file);

        bob.post("/api/rooms/" + room + "/join", "{\"token\":\"" + token + "\"}")
                .expect(200);

        String bobs = bob.get("/api/me").expect(200).json().path("subject").asText();
        try (ChatSocket socket = bob.join(room)) {
            bob.post("/api/rooms/" + room + "/messages", "{\"content\":\"hello\"}")
                    .expect(201);
            await().atMost(PATIENCE).until(() -> bob.get("/api/files/" + file).status() == 200);
            await().atMost(PATIENCE).until(() -> found(bob) > 0);

            ada.delete("/api/rooms/" + room + "/members/" + bobs).expect(204);

            assertEquals(4403, socket.awaitClose(PATIENCE));
            await().atMost(PATIENCE).until(() -> bob.get("/api/files/" + file).status() == 404);
            await().atMost(PATIENCE).until(() -> found(bob) == 0);
        }
        assertOutside(room, file);
        assertFalse(found(ada) == 0);
        await().atMost(PATIENCE)
                .until(() -> deeds(ada, room).equals(List.of("room-member.remove", "room-link.create"))
                        && deeds(bob, room).equals(List.of("room-member.join")));
        bob.post("/api/rooms/" + room + "/join", "{\"token\":\"" + token + "\"}")
                .expectProblem(404, "not-found");
    }

    /// For Bob there is neither the room nor what is in it.
    private void assertOutside(String room, String file) {
        Http.Answer absent = bob.get("/api/rooms/01900000-0000-7000-8000-000000000000");
        assertEquals(withoutInstance(absent), withoutInstance(bob.get("/api/rooms/" + room)));
        bob.get("/api/rooms/" + room + "/members").expectProblem(404, "not-found");
        bob.get("/api/files/" + file + "/content").expectProblem(404, "not-found");
        assertEquals(0, found(bob));
    }

    /// What the audit trail shows somebody of their own, newest first.
    private static List<String> deeds(Person person, String room) {
        JsonNode entries = person.get("/api/audit?target=" + room).expect(200).json();
        return entries.path("items").findValuesAsText("action");
    }

    private int found(Person person) {
        return Findings.of(person, word).size();
    }

    private static JsonNode withoutInstance(Http.Answer answer) {
        ObjectNode problem = answer.json().deepCopy();
        problem.remove("instance");
        return problem;
    }
}
