package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/// Stopping ends every process, and starting again finds everything. One restart for all of these tests.
@Tag(Suite.NODES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RestartIT {

    private static final List<String> SERVICES =
            List.of("gateway-service", "room-service", "media-service", "jobs-service", "search-service", "stack");

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final String word = "restart" + UUID.randomUUID().toString().substring(0, 8);
    private final String room = ada.createRoom("Memory");
    private final @Nullable OfflineEdits edits = TinyBaseClients.areAvailable() ? new OfflineEdits(ada) : null;
    private String file = "";
    private List<Long> left = List.of();

    /// Clients of all versions of TinyBase, which edit a document while they are parted from it.
    private static final class OfflineEdits {

        private final TinyBaseClients clients = TinyBaseClients.start();
        private final SharedDocument document;
        private final List<String> all;

        OfflineEdits(Person person) {
            document = new SharedDocument(clients, person, person.createRoom("Document"));
            all = List.of(document.create(10), document.create(9), document.create(7), document.create(5));
        }

        void beforeTheStop() {
            all.forEach(client -> document.connect(client, false));
            document.edit(all, 60, 6);
            document.awaitAgreement(all, false);
            all.forEach(document::disconnect);
            document.edit(all, 40, 7);
        }

        void whileAllIsDown() {
            document.edit(all, 20, 8);
        }

        void assertMeet() {
            document.reconnect(all.getFirst());
            document.edit(all.subList(0, 1), 20, 9);
            all.subList(1, all.size()).forEach(document::reconnect);

            document.awaitAgreement(all, false);
        }
    }

    @BeforeAll
    void restart() {
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"remember " + word + "\"}")
                .expect(201);
        file = ada.upload("dot.png", "image/png", Samples.png(20, 20), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();
        ada.send("PUT", "/api/cache/" + word, "text/plain", "kept").expect(201);
        if (edits != null) {
            edits.beforeTheStop();
        }
        List<Long> processes = SERVICES.stream().map(suite::pid).toList();

        suite.stop();
        left = processes.stream()
                .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .toList();
        if (edits != null) {
            edits.whileAllIsDown();
        }
        suite.start();
        // The node that came first hands a share of the rooms to the next one.
        suite.awaitRoomNodes();
    }

    @AfterAll
    void stopClients() {
        if (edits != null) {
            edits.clients.close();
        }
    }

    @Test
    void noProcessIsLeftWhenTheSuiteWasStopped() {
        assertEquals(List.of(), left, "these processes are left");
    }

    @Test
    void everythingIsStillThereAfterARestart() {
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

    @Test
    @EnabledIf(value = "dev.atrium.system.TinyBaseClients#areAvailable", disabledReason = TinyBaseClients.OBSTACLE)
    void offlineEditsOfAllVersionsMeetAfterTheSuiteWasRestarted() {
        Objects.requireNonNull(edits).assertMeet();
    }
}
