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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Unmodified TinyBase clients share a room's document, through the gateway (RM-8).
@EnabledIf(value = "dev.atrium.system.TinyBaseClients#areAvailable", disabledReason = TinyBaseClients.OBSTACLE)
final class TinyBaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final String FOREIGN_CHANNELS = "atrium_room_channels_foreign";

    private static @Nullable TinyBaseClients clients;

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final String room = ada.createRoom("Document");

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
        List<String> pair = List.of(create(version), create(version));
        pair.forEach(client -> connect(client, channels));
        edit(pair, 100, 1);
        awaitAgreement(pair, channels);

        pair.forEach(this::disconnect);
        edit(pair, 40, 2);
        pair.forEach(client -> connect(client, channels));

        awaitAgreement(pair, channels);
    }

    @Test
    void clientsOfAllVersionsAgreeInOneRoom() {
        List<String> all = List.of(create(5), create(7), create(9), create(10), create(10));
        all.forEach(client -> connect(client, false));

        edit(all, 40, 3);

        awaitAgreement(all, false);
    }

    @Test
    void fragmentsAreUnderstood() {
        List<String> pair = List.of(create(10), create(9));
        pair.forEach(client -> connect(client, "url", url("ws"), "fragmentSize", 50));
        edit(pair, 40, 4);

        clients().run("setValue", "client", pair.getFirst(), "name", "long", "value", "é".repeat(5_000));

        awaitAgreement(pair, false);
    }

    @Test
    void aLateClientHasItAllAfterOneSync() {
        String first = create(10);
        connect(first, false);
        edit(List.of(first), 200, 5);
        awaitAgreement(List.of(first), false);

        for (int i = 0; i < 5; i++) {
            String late = create(10);
            connect(late, false);
            assertEquals(hashes(first), hashes(late));
        }
    }

    @Test
    void offlineEditsOfAllVersionsMeetAfterTheSuiteWasRestarted() {
        List<String> all = List.of(create(10), create(9), create(7), create(5));
        all.forEach(client -> connect(client, false));
        edit(all, 60, 6);
        awaitAgreement(all, false);

        all.forEach(this::disconnect);
        edit(all, 40, 7);
        suite.stop();
        edit(all, 20, 8);
        suite.start();
        suite.awaitRoomNodes();
        reconnect(all.getFirst());
        edit(all.subList(0, 1), 20, 9);
        all.subList(1, all.size()).forEach(this::reconnect);

        awaitAgreement(all, false);
    }

    @Test
    void nothingIsLostWhenTheOwnerIsKilledWhileClientsEdit() {
        List<String> three = List.of(create(10), create(9), create(5));
        three.forEach(client -> connect(client, false));

        for (int kill = 0; kill < 2; kill++) {
            int round = kill;
            suite.awaitRoomNodes();
            three.forEach(this::reconnect);
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
        three.forEach(this::reconnect);
        awaitAgreement(three, false);
    }

    @Test
    void aBrowserComesWithATicketAndASpectatorOnlySees() {
        String ticket =
                ada.post("/api/tickets", "{}").expect(200).json().path("ticket").asText();
        String writer = create(10);
        String spectator = create(10);
        clients().run("connect", "client", writer, "url", url("ws") + "?ticket=" + ticket);
        clients().run("connect", "client", spectator, "url", url("ws"));
        clients().run("setValue", "client", writer, "name", "v", "value", "mine");
        awaitValue(spectator, "v", "mine");

        clients().run("setValue", "client", spectator, "name", "v", "value", "stolen");
        clients().run("setValue", "client", spectator, "name", "w", "value", "new");

        awaitValue(spectator, "v", "mine");
        awaitValue(spectator, "w", null);
        assertEquals("mine", state(writer).at("/values/v").asText());
        assertTrue(state(writer).at("/values/w").isMissingNode());
    }

    @Test
    void severalRoomsShareOneSocketWhereverTheyAreAndForeignOnesAreRefused() {
        String foreign = Person.withNewKey(suite)
                .post("/api/rooms", "{\"name\":\"Foreign\",\"visibility\":\"private\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        String one = create(10);
        String other = create(10);
        String third = create(10);
        String shared = "shared" + UUID.randomUUID();
        String second = spread(one, other, shared);
        assertThrows(
                CompletionException.class,
                () -> connect(third, "url", url("ws"), "channel", foreign, "shared", shared, "timeout", 1));

        clients().run("setValue", "client", one, "name", "v", "value", "one");
        clients().run("setValue", "client", other, "name", "v", "value", "two");
        String inFirst = create(9);
        connect(inFirst, false);
        awaitValue(inFirst, "v", "one");
        String inSecond = create(9);
        connect(inSecond, "url", url("ws", second));
        awaitValue(inSecond, "v", "two");
        clients().run("setValue", "client", inSecond, "name", "w", "value", "back");
        awaitValue(other, "w", "back");
        assertTrue(state(one).path("open").asBoolean());
        List.of(one, other).forEach(this::disconnect);
    }

    @Test
    void aSocketOfSeveralRoomsGoesOnWhenTheNodeOfOneIsKilledAndComesBack() {
        suite.awaitRoomNodes();
        List<String> pair = List.of(create(10), create(10));
        String second = spread(pair.getFirst(), pair.getLast(), "shared" + UUID.randomUUID());
        RoomNode victim = owner(second);
        assertNotEquals(owner(room), victim);

        List<CompletableFuture<JsonNode>> edits = pair.stream()
                .map(client -> clients().begin("edit", "client", client, "seed", 12, "count", 150, "pause", 10))
                .toList();
        suite.awaitAnotherProcess(victim.part(), suite.kill(victim.part()));
        edits.forEach(CompletableFuture::join);
        awaitAgreement(pair.subList(0, 1), room);

        suite.awaitRoomNodes();
        awaitAgreement(pair.subList(1, 2), second);
        edit(pair, 40, 13);
        awaitAgreement(pair.subList(0, 1), room);
        awaitAgreement(pair.subList(1, 2), second);
        assertTrue(pair.stream().allMatch(client -> state(client).path("open").asBoolean()));
        pair.forEach(this::disconnect);
    }

    private static TinyBaseClients clients() {
        TinyBaseClients running = clients;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private static String create(int version) {
        String client = "v" + version + "-" + UUID.randomUUID();
        clients().run("create", "client", client, "version", version);
        return client;
    }

    private void connect(String client, boolean channel) {
        if (channel) {
            connect(client, "url", url("ws"), "channel", room);
        } else {
            connect(client, "url", url("ws"));
        }
    }

    private void connect(String client, Object... parameters) {
        Object[] all = new Object[parameters.length + 4];
        System.arraycopy(parameters, 0, all, 4, parameters.length);
        all[0] = "client";
        all[1] = client;
        all[2] = "credential";
        all[3] = Objects.requireNonNull(ada.credential());
        clients().run("connect", all);
    }

    /// As an application does when its socket is gone, until it succeeds.
    private void reconnect(String client) {
        Awaitility.await("a socket again")
                .atMost(PATIENCE)
                .ignoreException(CompletionException.class)
                .until(() -> {
                    disconnect(client);
                    connect(client, false);
                    return true;
                });
    }

    private void disconnect(String client) {
        clients().run("disconnect", "client", client);
    }

    /// Opens a socket with two channels: one in the room that all these tests have, and one in a room that another node
    /// serves.
    ///
    /// @return the id of that room
    private String spread(String one, String other, String shared) {
        connect(one, "url", url("ws"), "channel", room, "shared", shared);
        Map<RoomNode, Double> before = foreignChannels();
        while (true) {
            String second = ada.createRoom("Second");
            connect(other, "url", url("ws"), "channel", second, "shared", shared);
            if (withMoreForeignChannels(before).isPresent()) {
                return second;
            }
            disconnect(other);
        }
    }

    /// The node that serves a room: the one at which a socket at the room's address has a foreign channel.
    private RoomNode owner(String of) {
        Map<RoomNode, Double> before = foreignChannels();
        String shared = "shared" + UUID.randomUUID();
        String probe = create(10);
        while (true) {
            connect(probe, "url", url("ws", of), "channel", ada.createRoom("Elsewhere"), "shared", shared);
            Optional<RoomNode> owner = withMoreForeignChannels(before);
            disconnect(probe);
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

    private static void edit(List<String> editors, int count, int seed) {
        List<CompletableFuture<JsonNode>> edits = IntStream.range(0, editors.size())
                .mapToObj(i -> clients()
                        .begin("edit", "client", editors.get(i), "seed", 10 * seed + i, "count", count, "pause", 1))
                .toList();
        edits.forEach(CompletableFuture::join);
    }

    private void awaitAgreement(List<String> sharers, boolean channel) {
        awaitAgreement(sharers, fresh -> connect(fresh, channel));
    }

    private void awaitAgreement(List<String> sharers, String in) {
        awaitAgreement(sharers, fresh -> connect(fresh, "url", url("ws", in)));
    }

    /// All have the same, and so has a client that comes only then: it has what the room has. Where that one is parted
    /// because the room moves, the next one is asked.
    ///
    /// @param connecting connects that one
    private void awaitAgreement(List<String> sharers, Consumer<String> connecting) {
        Awaitility.await("all have the same").atMost(PATIENCE).until(() -> {
            String fresh = create(10);
            connecting.accept(fresh);
            try {
                Awaitility.await("it has what the others have")
                        .atMost(FRESH)
                        .until(() -> hashes(fresh).path(0).asLong() != 0
                                && sharers.stream()
                                        .allMatch(client -> hashes(client).equals(hashes(fresh))));
                return true;
            } catch (ConditionTimeoutException e) {
                return false;
            } finally {
                disconnect(fresh);
            }
        });
    }

    private static void awaitValue(String client, String id, @Nullable String value) {
        Awaitility.await(id + " is " + value).atMost(PATIENCE).until(() -> {
            JsonNode present = state(client).path("values").path(id);
            return value == null ? present.isMissingNode() : present.asText().equals(value);
        });
    }

    private static JsonNode hashes(String client) {
        return state(client).path("hashes");
    }

    private static JsonNode state(String client) {
        return clients().run("state", "client", client);
    }

    private String url(String scheme) {
        return url(scheme, room);
    }

    private String url(String scheme, String of) {
        return scheme + ada.uri("/api/rooms/" + of + "/tinybase").toString().substring(4);
    }
}
