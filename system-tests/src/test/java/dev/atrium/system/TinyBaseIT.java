package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Unmodified TinyBase clients share a room's document, through the gateway (RM-8).
@EnabledIf(value = "dev.atrium.system.TinyBaseClients#areAvailable", disabledReason = TinyBaseClients.OBSTACLE)
final class TinyBaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FOREIGN_CHANNELS = "atrium_room_channels_foreign";

    private static @Nullable TinyBaseClients clients;

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final String room = ada.createRoom("Document");
    private final SharedDocument document = new SharedDocument(clients(), ada, room);

    @BeforeAll
    static void startClients() {
        clients = TinyBaseClients.start();
    }

    @AfterAll
    static void stopClients() {
        if (clients != null) {
            clients.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"5,false", "7,false", "9,false", "10,false", "9,true", "10,true"})
    void clientsOfOneVersionAgree(int version, boolean channels) {
        List<String> pair = List.of(document.create(version), document.create(version));
        pair.forEach(client -> document.connect(client, channels));
        document.edit(pair, 100, 1);
        document.awaitAgreement(pair, channels);

        pair.forEach(document::disconnect);
        document.edit(pair, 40, 2);
        pair.forEach(client -> document.connect(client, channels));

        document.awaitAgreement(pair, channels);
    }

    @Test
    void clientsOfAllVersionsAgreeInOneRoom() {
        List<String> all = List.of(
                document.create(5), document.create(7), document.create(9), document.create(10), document.create(10));
        all.forEach(client -> document.connect(client, false));

        document.edit(all, 40, 3);

        document.awaitAgreement(all, false);
    }

    @Test
    void fragmentsAreUnderstood() {
        List<String> pair = List.of(document.create(10), document.create(9));
        pair.forEach(client -> document.connect(client, "url", document.url("ws"), "fragmentSize", 50));
        document.edit(pair, 40, 4);

        clients().run("setValue", "client", pair.getFirst(), "name", "long", "value", "é".repeat(5_000));

        document.awaitAgreement(pair, false);
    }

    @Test
    void aLateClientHasItAllAfterOneSync() {
        String first = document.create(10);
        document.connect(first, false);
        document.edit(List.of(first), 200, 5);
        document.awaitAgreement(List.of(first), false);

        for (int i = 0; i < 5; i++) {
            String late = document.create(10);
            document.connect(late, false);
            assertEquals(document.hashes(first), document.hashes(late));
        }
    }

    @Test
    @Tag(Suite.NODES)
    void nothingIsLostWhenTheOwnerIsKilledWhileClientsEdit() {
        List<String> three = List.of(document.create(10), document.create(9), document.create(5));
        three.forEach(client -> document.connect(client, false));

        for (int kill = 0; kill < 2; kill++) {
            int round = kill;
            suite.awaitRoomNodes();
            three.forEach(document::reconnect);
            RoomNode owner = owner(room);
            List<CompletableFuture<JsonNode>> edits = IntStream.range(0, three.size())
                    .mapToObj(i -> clients()
                            .begin("edit", "client", three.get(i), "seed", 100 * round + i, "count", 150, "pause", 10))
                    .toList();
            suite.awaitAnotherProcess(owner.part(), suite.kill(owner.part()));
            edits.forEach(CompletableFuture::join);
        }

        // When the killed node takes its share again, the room may move and its sockets end.
        suite.awaitRoomNodes();
        three.forEach(document::reconnect);
        document.awaitAgreement(three, false);
    }

    @Test
    void aBrowserComesWithATicketAndASpectatorOnlySees() {
        String ticket =
                ada.post("/api/tickets", "{}").expect(200).json().path("ticket").asText();
        String writer = document.create(10);
        String spectator = document.create(10);
        clients().run("connect", "client", writer, "url", document.url("ws") + "?ticket=" + ticket);
        clients().run("connect", "client", spectator, "url", document.url("ws"));
        clients().run("setValue", "client", writer, "name", "v", "value", "mine");
        awaitValue(spectator, "v", "mine");

        clients().run("setValue", "client", spectator, "name", "v", "value", "stolen");
        clients().run("setValue", "client", spectator, "name", "w", "value", "new");

        awaitValue(spectator, "v", "mine");
        awaitValue(spectator, "w", null);
        assertEquals("mine", document.state(writer).at("/values/v").asText());
        assertTrue(document.state(writer).at("/values/w").isMissingNode());
    }

    @Test
    void severalRoomsShareOneSocketWhereverTheyAreAndForeignOnesAreRefused() {
        String foreign = Person.withNewKey(suite)
                .post("/api/rooms", "{\"name\":\"Foreign\",\"visibility\":\"private\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        String one = document.create(10);
        String other = document.create(10);
        String third = document.create(10);
        String shared = "shared" + UUID.randomUUID();
        String second = spread(one, other, shared);
        assertThrows(
                CompletionException.class,
                () -> document.connect(
                        third, "url", document.url("ws"), "channel", foreign, "shared", shared, "timeout", 1));

        clients().run("setValue", "client", one, "name", "v", "value", "one");
        clients().run("setValue", "client", other, "name", "v", "value", "two");
        String inFirst = document.create(9);
        document.connect(inFirst, false);
        awaitValue(inFirst, "v", "one");
        String inSecond = document.create(9);
        document.connect(inSecond, "url", document.url("ws", second));
        awaitValue(inSecond, "v", "two");
        clients().run("setValue", "client", inSecond, "name", "w", "value", "back");
        awaitValue(other, "w", "back");
        assertTrue(document.state(one).path("open").asBoolean());
        List.of(one, other).forEach(document::disconnect);
    }

    @Test
    @Tag(Suite.NODES)
    void aSocketOfSeveralRoomsGoesOnWhenTheNodeOfOneIsKilledAndComesBack() {
        suite.awaitRoomNodes();
        List<String> pair = List.of(document.create(10), document.create(10));
        String second = spread(pair.getFirst(), pair.getLast(), "shared" + UUID.randomUUID());
        RoomNode victim = owner(second);
        assertNotEquals(owner(room), victim);

        List<CompletableFuture<JsonNode>> edits = pair.stream()
                .map(client -> clients().begin("edit", "client", client, "seed", 12, "count", 150, "pause", 10))
                .toList();
        suite.awaitAnotherProcess(victim.part(), suite.kill(victim.part()));
        edits.forEach(CompletableFuture::join);
        document.awaitAgreement(pair.subList(0, 1), room);

        suite.awaitRoomNodes();
        document.awaitAgreement(pair.subList(1, 2), second);
        document.edit(pair, 40, 13);
        document.awaitAgreement(pair.subList(0, 1), room);
        document.awaitAgreement(pair.subList(1, 2), second);
        assertTrue(pair.stream()
                .allMatch(client -> document.state(client).path("open").asBoolean()));
        pair.forEach(document::disconnect);
    }

    private static TinyBaseClients clients() {
        TinyBaseClients running = clients;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    /// Opens a socket with two channels: one in the room that all these tests have, and one in a room that another node
    /// serves.
    ///
    /// @return the id of that room
    private String spread(String one, String other, String shared) {
        document.connect(one, "url", document.url("ws"), "channel", room, "shared", shared);
        Map<RoomNode, Double> before = foreignChannels();
        while (true) {
            String second = ada.createRoom("Second");
            document.connect(other, "url", document.url("ws"), "channel", second, "shared", shared);
            if (withMoreForeignChannels(before).isPresent()) {
                return second;
            }
            document.disconnect(other);
        }
    }

    /// The node that serves a room: the one at which a socket at the room's address has a foreign channel.
    private RoomNode owner(String of) {
        Map<RoomNode, Double> before = foreignChannels();
        String shared = "shared" + UUID.randomUUID();
        String probe = document.create(10);
        while (true) {
            document.connect(
                    probe, "url", document.url("ws", of), "channel", ada.createRoom("Elsewhere"), "shared", shared);
            Optional<RoomNode> owner = withMoreForeignChannels(before);
            document.disconnect(probe);
            if (owner.isPresent()) {
                return owner.get();
            }
        }
    }

    private Map<RoomNode, Double> foreignChannels() {
        return RoomNode.all(suite).stream()
                .collect(Collectors.toMap(Function.identity(), node -> node.metric(FOREIGN_CHANNELS)));
    }

    private Optional<RoomNode> withMoreForeignChannels(Map<RoomNode, Double> before) {
        return foreignChannels().entrySet().stream()
                .filter(now -> now.getValue() > Objects.requireNonNull(before.get(now.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void awaitValue(String client, String id, @Nullable String value) {
        Awaitility.await(id + " is " + value).atMost(PATIENCE).until(() -> {
            JsonNode present = document.state(client).path("values").path(id);
            return value == null ? present.isMissingNode() : present.asText().equals(value);
        });
    }
}
