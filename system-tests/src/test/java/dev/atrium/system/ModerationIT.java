package dev.atrium.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A message that a rule objects to, as the room's people see it: held, approved, rejected and restored; and one that
/// people report.
final class ModerationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();
    private final String word = "zugzwang" + UUID.randomUUID().toString().substring(0, 8);
    private final Person owner = Person.withNewKey(suite);
    private final Person author = Person.withNewKey(suite);
    private final Person reader = Person.withNewKey(suite);
    private final String room = owner.createRoom("Moderated");

    @Test
    void aHeldMessageIsNowhereUntilAModeratorBringsItBack() {
        makeRule();
        try (ChatSocket socket = reader.join(room)) {
            String message = post(author, "a darn " + word);

            awaitHidden(socket, message, true);
            assertEquals("", content(reader, message));
            assertEquals("a darn " + word, content(author, message));
            await().atMost(PATIENCE).until(() -> Findings.of(reader, word).isEmpty());
            JsonNode item = owner.get("/api/moderation/items?status=pending&room=" + room)
                    .expect(200)
                    .json()
                    .at("/items/0");
            assertEquals(message, item.path("id").asText());
            assertEquals("darn", item.at("/findings/0/detail").asText());

            decide(message, "approve");
            awaitHidden(socket, message, false);
            await().atMost(PATIENCE).until(() -> !Findings.of(reader, word).isEmpty());
            assertEquals("a darn " + word, content(reader, message));

            decide(message, "reject");
            awaitHidden(socket, message, true);
            await().atMost(PATIENCE).until(() -> Findings.of(reader, word).isEmpty());

            decide(message, "approve");
            awaitHidden(socket, message, false);
            assertEquals("a darn " + word, content(reader, message));
        }
        await().atMost(PATIENCE)
                .until(() -> author.get("/api/notifications").expect(200).text().contains("is shown again"));
    }

    @Test
    void theFileOfAHeldMessageIsItsOwnersAndTheModeratorsUntilItIsApproved() {
        makeRule();
        String file = author.upload("darn map.txt", "text/plain", word.getBytes(UTF_8), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();

        String message = pending();
        await().atMost(PATIENCE).until(() -> reader.get("/api/files/" + file).status() == 404);
        reader.get("/api/files/" + file + "/content").expectProblem(404, "not-found");
        reader.get("/api/files/" + file + "/text").expectProblem(404, "not-found");
        assertFalse(reader.get("/api/files?room=" + room).expect(200).text().contains(file));
        for (Person other : new Person[] {author, owner}) {
            other.get("/api/files/" + file + "/content").expect(200);
            assertTrue(other.get("/api/files?room=" + room).expect(200).text().contains(file));
        }
        await().atMost(PATIENCE)
                .until(() -> Findings.of(reader, word, "&kind=file").isEmpty());

        decide(message, "approve");
        await().atMost(PATIENCE)
                .until(() -> reader.get("/api/files/" + file + "/content").status() == 200);
        assertTrue(reader.get("/api/files?room=" + room).expect(200).text().contains(file));
        await().atMost(PATIENCE)
                .until(() -> !Findings.of(reader, word, "&kind=file").isEmpty());
    }

    @Test
    void aReportedMessageWaitsForTheOwnerAlone() {
        String message = post(author, "rude " + word);
        String report = "/api/rooms/" + room + "/messages/" + message + "/report";
        Person foreigner = SignInIT.person(suite, "alice");

        reader.post(report, "{\"reason\":\"harassment\",\"comment\":\"look\"}").expect(202);
        reader.post(report, "{\"reason\":\"harassment\"}").expect(202);
        Person.anonymous(suite).post(report, "{\"reason\":\"spam\"}").expectProblem(401, "unauthenticated");
        foreigner.post(report, "{\"reason\":\"spam\"}").expectProblem(404, "not-found");

        String item = "/api/moderation/items/" + message;
        await().atMost(PATIENCE).until(() -> owner.get(item).status() == 200);
        assertEquals(1, owner.get(item).json().path("reports").asInt());
        assertTrue(owner.get(owner.get(item).json().path("context").asText())
                .expect(200)
                .text()
                .contains(word));
        for (Person other : new Person[] {author, reader, foreigner}) {
            other.get(item).expectProblem(404, "not-found");
            other.post(item + "/reject", "{}").expectProblem(404, "not-found");
        }
        decide(message, "reject");
        await().atMost(PATIENCE).until(() -> content(reader, message).isEmpty());
        await().atMost(PATIENCE)
                .until(() -> owner.get("/api/notifications").expect(200).text().contains("waits for moderation"));
    }

    /// The room may not be known to jobs-service yet.
    private void makeRule() {
        String rule = "{\"room\":\"" + room + "\",\"name\":\"Language\",\"action\":\"hold\","
                + "\"check\":{\"type\":\"words\",\"words\":[\"darn\"]}}";
        await().atMost(PATIENCE)
                .until(() -> owner.post("/api/moderation/rules", rule).status() == 201);
    }

    /// The message that waits for a moderator, once there is one.
    private String pending() {
        String items = "/api/moderation/items?status=pending&room=" + room;
        await().atMost(PATIENCE)
                .until(() -> !owner.get(items).json().at("/items/0/id").asText().isEmpty());
        return owner.get(items).expect(200).json().at("/items/0/id").asText();
    }

    private void decide(String message, String decision) {
        owner.post("/api/moderation/items/" + message + "/" + decision, "{\"reason\":\"because\"}")
                .expect(200);
    }

    private String post(Person person, String content) {
        return person.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + content + "\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String content(Person person, String message) {
        return person.get("/api/rooms/" + room + "/messages/" + message)
                .expect(200)
                .json()
                .path("content")
                .asText();
    }

    /// Waits until the newest that the socket was told of the message is that it is hidden, or is not.
    private static void awaitHidden(ChatSocket socket, String message, boolean hidden) {
        await().atMost(PATIENCE)
                .until(() -> socket.frames("message-changed").stream()
                        .filter(frame -> frame.at("/message/id").asText().equals(message))
                        .reduce((_, last) -> last)
                        .map(frame -> frame.at("/message/hidden").asBoolean() == hidden)
                        .orElse(false));
    }
}
