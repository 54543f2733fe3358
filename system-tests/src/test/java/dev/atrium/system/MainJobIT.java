package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The main job: talk in a room, share files in it, and find both again.
final class MainJobIT {

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final Person grace = Person.withNewKey(suite);
    private final Person passerby = Person.anonymous(suite);

    @Test
    void twoPeopleTalkWhileAThirdWatchesAndSpeaksAsAGuest() {
        String room = ada.createRoom("Lighthouse");
        try (ChatSocket adas = ada.join(room);
                ChatSocket graces = grace.join(room);
                ChatSocket watching = passerby.join(room)) {

            adas.send("a-1", "The lamp is lit");
            JsonNode first = adas.await("ack", "clientId", "a-1");
            graces.awaitMessage("The lamp is lit");
            graces.send("g-1", "I can see it from the harbour");
            adas.awaitMessage("I can see it from the harbour");
            watching.awaitMessage("I can see it from the harbour");

            adas.send("a-1", "The lamp is lit");
            Awaitility.await("the repeated send is acknowledged as the first one")
                    .until(() -> adas.await("ack", "clientId", "a-1")
                            .path("sequence")
                            .equals(first.path("sequence")));
            assertEquals(2, watching.messages().size());
            watching.send("w-1", "Let me in");
            watching.await("error", "clientId", "w-1");

            JsonNode said = passerby.post("/api/rooms/" + room + "/messages", "{\"content\":\"Ahoy\"}")
                    .expect(201)
                    .json();
            assertTrue(said.at("/sender/subject").asText().startsWith("guest:"), "a guest's: " + said);
            graces.awaitMessage("Ahoy");
        }

        JsonNode history =
                passerby.get("/api/rooms/" + room + "/messages").expect(200).json();
        assertEquals(
                List.of("The lamp is lit", "I can see it from the harbour", "Ahoy"),
                history.path("items").findValuesAsText("content"));
        Awaitility.await("the room is listed")
                .until(() -> passerby.get("/api/rooms")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("id")
                        .contains(room));
    }

    @Test
    void whoKnowsNoRoomMeetsOthersInTheDefaultRoom() {
        String word = UUID.randomUUID().toString();
        try (ChatSocket adas = ChatSocket.inDefaultRoom(ada);
                ChatSocket watching = ChatSocket.inDefaultRoom(passerby)) {
            adas.send("d-1", "Good morning " + word);

            watching.awaitMessage("Good morning " + word);
        }
        assertEquals(
                ada.get("/api/chat").expect(200).json().path("id"),
                passerby.get("/api/chat").expect(200).json().path("id"));
    }

    @Test
    void aClientThatComesBackGetsExactlyWhatItMissed() {
        String room = ada.createRoom("Tide table");
        try (ChatSocket adas = ada.join(room)) {
            for (int i = 1; i <= 5; i++) {
                adas.send("t-" + i, "tide " + i);
            }
            long second = adas.await("ack", "clientId", "t-2").path("sequence").asLong();
            adas.await("ack", "clientId", "t-5");

            try (ChatSocket back = ChatSocket.open(grace, room, second)) {
                back.awaitMessage("tide 5");
                assertEquals(
                        List.of("tide 3", "tide 4", "tide 5"),
                        back.messages().stream()
                                .map(message -> message.path("content").asText())
                                .toList());
            }
        }
    }

    @Test
    void historyIsPagedByCursor() {
        String room = ada.createRoom("Log book");
        for (int i = 1; i <= 7; i++) {
            ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"entry " + i + "\"}")
                    .expect(201);
        }

        JsonNode newest =
                ada.get("/api/rooms/" + room + "/messages?limit=3").expect(200).json();
        long oldestShown = newest.path("items").path(0).path("sequence").asLong();
        JsonNode older = ada.get("/api/rooms/" + room + "/messages?limit=3&before=" + oldestShown)
                .expect(200)
                .json();

        assertEquals(
                List.of("entry 5", "entry 6", "entry 7"), newest.path("items").findValuesAsText("content"));
        assertEquals(
                List.of("entry 2", "entry 3", "entry 4"), older.path("items").findValuesAsText("content"));
        assertTrue(older.path("hasMore").asBoolean());
    }

    @Test
    void aPictureGetsAThumbnailAndIsAnnouncedInItsRoom() throws IOException {
        String room = ada.createRoom("Gallery");
        try (ChatSocket graces = grace.join(room)) {
            JsonNode file = ada.upload("sunset.png", "image/png", Samples.png(1200, 800), Map.of("room", room))
                    .expect(201)
                    .json();
            String id = file.path("id").asText();

            JsonNode announcement = graces.await(
                    "the announcement of the file",
                    frame -> frame.at("/message/attachment/fileId").asText().equals(id));

            assertEquals(
                    "sunset.png", announcement.at("/message/attachment/name").asText());
            assertEquals(
                    "ready",
                    grace.get("/api/files/" + id)
                            .expect(200)
                            .json()
                            .path("status")
                            .asText());
            Http.Answer thumbnail =
                    passerby.get("/api/files/" + id + "/thumbnail").expect(200);
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(thumbnail.body()));
            assertTrue(picture.getWidth() <= 320 && picture.getWidth() > 100, "width " + picture.getWidth());
            assertEquals(
                    Samples.png(1200, 800).length,
                    passerby.get("/api/files/" + id + "/content").expect(200).body().length);
        }
    }

    @Test
    void messageAndDocumentAreFoundByWordsAndByMeaning() {
        String room = ada.createRoom("Kitchen");
        String word = "zirkon" + UUID.randomUUID().toString().substring(0, 8);
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"We bake bread with " + word + " flour\"}")
                .expect(201);
        byte[] pdf = Samples.pdf(List.of(
                "Field report " + word + " on the state of the vessel.",
                "The ship's engine failed near the coast and the crew was rescued by a helicopter."));
        ada.upload("report.pdf", "application/pdf", pdf, Map.of("room", room)).expect(201);

        Awaitility.await("message and document are found by the word")
                .atMost(Duration.ofSeconds(60))
                .until(() -> kinds(Findings.of(ada, word)).equals(List.of("file", "message")));
        // Vectors follow the words.
        JsonNode byMeaning = Awaitility.await("something is found by what it means")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> search("sailors saved from a broken boat&room=" + room),
                        found -> !found.path("items").isEmpty());

        assertEquals("hybrid", byMeaning.path("mode").asText());
        assertEquals("file", byMeaning.path("items").path(0).path("kind").asText(), byMeaning::toString);
    }

    @Test
    void whatIsPrivateIsNeitherReadNorFound() {
        String word = "secret" + UUID.randomUUID().toString().substring(0, 8);
        String room = ada.post("/api/rooms", "{\"name\":\"Diary\",\"visibility\":\"private\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + word + "\"}")
                .expect(201);
        Awaitility.await("the owner finds it")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Findings.of(ada, word).size() == 1);

        assertFalse(search(grace, word).toString().contains(word));
        assertFalse(search(passerby, word).toString().contains(word));
        grace.get("/api/rooms/" + room + "/messages").expectProblem(404, "not-found");
        grace.post("/api/rooms/" + room + "/messages", "{\"content\":\"hello\"}")
                .expectProblem(404, "not-found");
        assertFalse(grace.get("/api/rooms?limit=200")
                .json()
                .path("items")
                .findValuesAsText("id")
                .contains(room));
    }

    @Test
    void onboardingRunsItsStepsAndSendsOneMail() {
        String address = "mary." + UUID.randomUUID() + "@example.org";
        JsonNode started = ada.post(
                        "/api/workflow/start",
                        "{\"type\":\"onboarding\",\"input\":{\"userId\":\"u-" + UUID.randomUUID() + "\",\"email\":\""
                                + address + "\",\"name\":\"Mary\"}}")
                .expect(202)
                .json();

        JsonNode done = Workflows.awaitComplete(ada, started.path("id").asText());

        assertEquals(
                List.of("validate", "profile", "welcome-mail", "settings"),
                done.path("steps").findValuesAsText("name"));
        assertEquals(1, Mails.to(suite, address).size());
    }

    @Test
    void aNewUserIsOnboarded() {
        String address = "jean." + UUID.randomUUID() + "@example.org";
        String body = "{\"email\":\"" + address + "\",\"name\":\"Jean\"}";

        String user = ada.post("/api/users", body).expect(201).json().path("id").asText();

        Workflows.awaitComplete(ada, "onboarding:" + user);
        assertEquals(1, Mails.to(suite, address).size());
        ada.post("/api/users", body).expectProblem(409, "conflict");
    }

    @Test
    void valuesAreCachedUntilTheyExpireOrAreDeleted() {
        String path = "/api/cache/greeting-" + UUID.randomUUID();
        ada.send("PUT", path + "?ttl=60", "text/plain", "hello").expect(201);
        assertEquals("hello", ada.get(path).expect(200).text());

        ada.send("PUT", path + "?ttl=1", "text/plain", "short").expect(204);
        Awaitility.await("the value expires")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ada.get(path).status() == 404);
        ada.send("PUT", path, "text/plain", "again").expect(201);
        ada.delete(path).expect(204);
        ada.get(path).expectProblem(404, "not-found");
    }

    @Test
    void theSuiteDescribesItself() {
        Awaitility.await().untilAsserted(this::assertAllIsUp);
        JsonNode openapi = Http.send(
                        java.net.http.HttpRequest.newBuilder(suite.gateway().resolve("/api/openapi"))
                                .header("Accept", "application/json"))
                .expect(200)
                .json();

        assertTrue(openapi.path("openapi").asText().startsWith("3.1"), openapi.path("openapi")::asText);
        for (String path : List.of(
                "/api/keys", "/api/rooms", "/api/upload", "/api/workflow/start", "/api/search", "/api/cache/{key}")) {
            assertTrue(openapi.path("paths").has(path), path);
        }
        assertTrue(passerby.get("/").expect(200).header("content-type").startsWith("text/html"));
    }

    private void assertAllIsUp() {
        JsonNode health = passerby.get("/api/health").expect(200).json();
        health.path("parts")
                .properties()
                .forEach(part -> assertTrue(
                        // The identity provider takes a minute to start, and nobody here waits for it.
                        part.getKey().equals("sign-in")
                                || part.getValue().asText().equals("up"),
                        health::toString));
    }

    private JsonNode search(String query) {
        return search(ada, query);
    }

    private static JsonNode search(Person person, String query) {
        return person.get("/api/search?q=" + query.replace(" ", "%20"))
                .expect(200)
                .json();
    }

    private static List<String> kinds(List<JsonNode> findings) {
        return findings.stream()
                .map(finding -> finding.path("kind").asText())
                .sorted()
                .toList();
    }
}
