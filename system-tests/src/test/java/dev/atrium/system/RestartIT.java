package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Stopping ends every process, and starting again finds everything.
final class RestartIT {

    private static final List<String> SERVICES =
            List.of("gateway-service", "room-service", "media-service", "jobs-service", "search-service", "stack");

    private final Suite suite = Suite.running();

    @Test
    void everythingIsStillThereAfterARestart() {
        Person ada = Person.withNewKey(suite);
        String word = "restart" + UUID.randomUUID().toString().substring(0, 8);
        String room = ada.createRoom("Memory");
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"remember " + word + "\"}")
                .expect(201);
        String file = ada.upload("dot.png", "image/png", Samples.png(20, 20), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();
        ada.send("PUT", "/api/cache/" + word, "text/plain", "kept").expect(201);
        List<Long> processes = SERVICES.stream().map(suite::pid).toList();

        suite.stop();
        processes.forEach(pid -> assertFalse(
                ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "process " + pid + " is left"));
        Duration start = suite.start();

        assertTrue(start.compareTo(Duration.ofMinutes(2)) < 0, "second start took " + start);
        // The node that came first hands a share of the rooms to the next one.
        suite.awaitRoomNodes();
        assertEquals(
                List.of("remember " + word),
                ada.get("/api/rooms/" + room + "/messages?limit=1&after=1")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("content"));
        ada.get("/api/files/" + file + "/content").expect(200);
        assertEquals("kept", ada.get("/api/cache/" + word).expect(200).text());
        Awaitility.await("the message is still found")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Findings.of(ada, word, "&kind=message").size() == 1);
    }
}
