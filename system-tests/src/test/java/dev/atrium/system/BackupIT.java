package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// What an organisation has in rooms and files is backed up, comes back in another one, and goes with the
/// organisation.
@Order(Suite.LATE)
final class BackupIT {

    private static final byte[] PICTURE = Samples.png(60, 40);

    private final Suite suite = Suite.running();
    private final Person alice = SignInIT.person(suite, "alice");
    private final Person bob = SignInIT.person(suite, "bob");
    private final Person ours = alice.in(organisation(alice));
    private final Person theirs = alice.in(organisation(alice));
    private final Person stranger = bob.in(organisation(bob));

    @Test
    void anOrganisationsHistoryComesBackInAnother() {
        String room = logbook();
        List<JsonNode> history = messages(ours, room);
        String backup = "/api/backups/"
                + ours.post("/api/backups", "{}").expect(202).json().path("id").asText();
        awaitComplete(ours, backup);
        assertApart(backup);
        byte[] archive = ours.get(backup + "/content").expect(200).body();
        byte[] damaged = archive.clone();
        damaged[600] ^= 1;
        theirs.post("/api/backups/uploads", "application/x-tar", damaged).expectProblem(422, "unprocessable");

        String uploaded = theirs.post("/api/backups/uploads", "application/x-tar", archive)
                .expect(201)
                .json()
                .path("id")
                .asText();
        String dry = restore(uploaded, "{\"dryRun\":true}");
        assertEquals(0, rooms(theirs).size());
        JsonNode done = theirs.get(restore(uploaded, "{}")).expect(200).json();

        assertEquals(
                theirs.get(dry).json().path("result").path("rooms"),
                done.path("result").path("rooms"));
        assertEquals(0, done.path("result").path("left").asInt());
        // The list of rooms follows what the rooms' log says.
        Awaitility.await("the copy is listed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> rooms(theirs).size() == 1);
        String copy = rooms(theirs).getFirst().path("id").asText();
        assertNotEquals(room, copy);
        assertEquals("private", rooms(theirs).getFirst().path("visibility").asText());
        assertEquals(comparable(history), comparable(messages(theirs, copy)));
        String picture = picture(messages(theirs, copy));
        assertNotEquals(picture(history), picture);
        assertArrayEquals(
                PICTURE,
                theirs.get("/api/files/" + picture + "/content").expect(200).body());
        stranger.get("/api/rooms/" + copy).expectProblem(404, "not-found");
        stranger.get("/api/files/" + picture).expectProblem(404, "not-found");
        assertEquals(history, messages(ours, room));
    }

    @Test
    void aDeletedOrganisationKeepsNothingAndOthersKeepAll() {
        String organisation = organisation(alice);
        String user = alice.get("/api/me").json().path("subject").asText();
        Person gone = alice.in(organisation);
        String closed = made(gone.post("/api/rooms", "{\"name\":\"Closed\",\"visibility\":\"private\"}"));
        String open = gone.createRoom("Open");
        String ourRoom = logbook();
        for (String room : List.of(closed, open)) {
            made(gone.post("/api/rooms/" + room + "/messages", "{\"content\":\"We sail at noon\"}"));
            gone.upload("noon.txt", "text/plain", "noon".getBytes(StandardCharsets.UTF_8), Map.of("room", room))
                    .expect(201);
        }
        gone.send("PATCH", "/api/rooms/" + closed, "application/json", "{\"archived\":true}")
                .expect(200);
        gone.upload("mine.txt", "text/plain", "noon".getBytes(StandardCharsets.UTF_8), Map.of())
                .expect(201);
        List<JsonNode> history = messages(ours, ourRoom);
        Awaitility.await("what was said and uploaded is found")
                .until(() -> Findings.of(gone, "noon").size() >= 5
                        && !Findings.of(ours, "noon").isEmpty());
        Insider insider = new Insider(suite, organisation);
        assertEquals(2, rooms(insider).size());
        assertEquals(3, files(insider).size());
        assertFalse(found(insider, user).isEmpty());

        gone.delete("/api/organisations/" + organisation).expect(204);

        Awaitility.await("nothing is left").untilAsserted(() -> assertNothingIsLeft(insider, user));
        assertEquals(history, messages(ours, ourRoom));
        assertArrayEquals(
                PICTURE,
                ours.get("/api/files/" + picture(history) + "/content")
                        .expect(200)
                        .body());
        assertFalse(Findings.of(ours, "noon").isEmpty());
    }

    private static void assertNothingIsLeft(Insider insider, String user) {
        assertEquals(List.of(), rooms(insider));
        assertEquals(List.of(), files(insider));
        assertEquals(List.of(), found(insider, user));
    }

    private static List<JsonNode> rooms(Insider insider) {
        Person reader = insider.at("room-service", 10, "system:dissolution", "rooms:dissolve");
        return items(reader.get("/internal/rooms").expect(200).json());
    }

    private static List<JsonNode> files(Insider insider) {
        Person reader = insider.at("media-service", 20, "system:dissolution", "files:dissolve");
        return items(reader.get("/internal/files").expect(200).json());
    }

    private static List<JsonNode> found(Insider insider, String user) {
        Person reader = insider.at("search-service", 40, user, "search:read");
        return items(reader.get("/api/search?q=noon").expect(200).json());
    }

    /// A closed room in which everything has happened.
    private String logbook() {
        String room = made(ours.post("/api/rooms", "{\"name\":\"Logbook\",\"visibility\":\"private\"}"));
        String messages = "/api/rooms/" + room + "/messages";
        String first = made(ours.post(messages, "{\"content\":\"We leave at dawn\"}"));
        String secret = made(ours.post(messages, "{\"content\":\"Nobody shall read this\"}"));
        made(ours.post(messages, "{\"content\":\"Good\",\"replyTo\":\"" + first + "\"}"));
        ours.send("PATCH", messages + "/" + first, "application/json", "{\"content\":\"We leave at noon\"}")
                .expect(200);
        ours.send("PUT", messages + "/" + first + "/reactions/thumbs-up").expect(200);
        ours.delete(messages + "/" + secret).expect(200);
        ours.upload("map.png", "image/png", PICTURE, Map.of("room", room)).expect(201);
        Awaitility.await("the room is told of the picture")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ours.get(messages).text().contains("map.png"));
        return room;
    }

    private void assertApart(String backup) {
        stranger.get(backup).expectProblem(404, "not-found");
        stranger.get(backup + "/content").expectProblem(404, "not-found");
        stranger.post(backup + "/restores", "{}").expectProblem(404, "not-found");
        assertEquals(
                0, stranger.get("/api/backups").expect(200).json().path("items").size());
    }

    private String restore(String backup, String body) {
        String restore = "/api/restores/"
                + theirs.post("/api/backups/" + backup + "/restores", body)
                        .expect(202)
                        .json()
                        .path("id")
                        .asText();
        awaitComplete(theirs, restore);
        return restore;
    }

    private static void awaitComplete(Person person, String path) {
        Awaitility.await(path + " is complete")
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> person.get(path).expect(200).json().path("status").asText(),
                        status -> !status.equals("running"));
        assertEquals(
                "complete",
                person.get(path).json().path("status").asText(),
                () -> person.get(path).text());
    }

    private static List<JsonNode> rooms(Person person) {
        return items(person.get("/api/rooms").expect(200).json());
    }

    private static List<JsonNode> messages(Person person, String room) {
        return items(person.get("/api/rooms/" + room + "/messages").expect(200).json());
    }

    private static List<JsonNode> items(JsonNode page) {
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        return items;
    }

    private static String picture(List<JsonNode> messages) {
        return messages.getLast().path("attachment").path("fileId").asText();
    }

    /// Without what is new of something that comes back: its ids and places.
    private static List<String> comparable(List<JsonNode> messages) {
        return messages.stream()
                .map(message -> {
                    ObjectNode same = message.deepCopy();
                    same.remove(List.of("id", "roomId", "sequence", "version", "clientId"));
                    same.put("answers", same.remove("replyTo") != null);
                    if (same.path("attachment") instanceof ObjectNode attachment) {
                        attachment.remove("fileId");
                    }
                    return same.toString();
                })
                .toList();
    }

    private static String organisation(Person person) {
        return made(person.post("/api/organisations", "{\"name\":\"Crew\"}"));
    }

    private static String made(Http.Answer answer) {
        return answer.expect(201).json().path("id").asText();
    }
}
