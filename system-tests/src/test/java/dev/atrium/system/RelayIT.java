package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// More people than a room has seats for (RM-9): readers that find none watch it through another node, without knowing
/// it, and what they get is the same, whatever node is killed.
final class RelayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /// So few that who finds no node with a place for long can still be told everything from memory, and that the nodes
    /// which start meanwhile have processor time: each message goes to everybody.
    private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(250);
    private static final int SPEAKERS = Suite.SOCKETS_PER_ROOM / 10;
    /// The last tenth of the seats is not for readers.
    private static final int SEATED_READERS = Suite.SOCKETS_PER_ROOM - Suite.SOCKETS_PER_ROOM / 10 - SPEAKERS;
    private static final int SPECTATORS = 20;
    private static final int READERS = SEATED_READERS + SPECTATORS;

    private final Suite suite = Suite.running();
    private final List<RoomNode> nodes = RoomNode.all(suite);
    private final Person person = Person.withNewKey(suite);
    private final String room = person.createRoom("Stadium");

    /// Everybody in the room.
    private record Hall(List<FaithfulClient> speakers, List<FaithfulClient> readers) implements AutoCloseable {

        private List<FaithfulClient> all() {
            return Stream.concat(speakers.stream(), readers.stream()).toList();
        }

        @Override
        public void close() {
            all().forEach(FaithfulClient::close);
        }
    }

    @Test
    @Tag(Suite.NODES)
    void everybodyGetsEveryMessageOnceAndInOrderWhateverNodeIsKilled() {
        try (ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
                Hall hall = fill(timers)) {
            RoomNode relay = relay();
            RoomNode owner = nodes.stream()
                    .filter(node -> !node.equals(relay))
                    .findFirst()
                    .orElseThrow();
            ScheduledFuture<?> talk = FaithfulClient.talk(hall.speakers(), BETWEEN_MESSAGES, timers);

            for (RoomNode victim : List.of(owner, relay)) {
                FaithfulClient.awaitProgress(hall.all());
                suite.awaitAnotherProcess(victim.part(), suite.kill(victim.part()));
                FaithfulClient.awaitProgress(hall.all());
                suite.awaitHealthy();
            }
            FaithfulClient.awaitProgress(hall.all());

            talk.cancel(false);
            FaithfulClient.awaitQuiet(hall.all());
            assertComplete(hall.all());
            assertCounted();
        }
    }

    @Test
    void theOwnerTellsOnceWhatManySpectatorsHear() {
        int messages = 200;
        try (ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);
                Hall hall = fill(timers)) {
            RoomNode relay = relay();
            double heardBefore = relay.metric("atrium_room_relay_heard_total");
            double forwardedBefore = relay.metric("atrium_room_relay_forwarded_total");

            for (int i = 0; i < messages; i++) {
                FaithfulClient sender = hall.speakers().get(i % SPEAKERS);
                sender.send();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(sender::isQuiet);
            }
            Awaitility.await("everybody has everything")
                    .atMost(PATIENCE)
                    .until(() -> hall.all().stream().allMatch(client -> client.last() == messages + 1));

            double heard = relay.metric("atrium_room_relay_heard_total") - heardBefore;
            double forwarded = relay.metric("atrium_room_relay_forwarded_total") - forwardedBefore;
            System.out.printf(
                    "relay: messages=%d spectators=%d deliveries by the owner for them=%.0f, by the relay=%.0f%n",
                    messages, SPECTATORS, heard, forwarded);
            assertTrue(heard <= messages * 1.1, "heard " + heard);
            assertEquals(heard * SPECTATORS, forwarded);
        }
    }

    /// Lets in whom the room takes, and some more.
    private Hall fill(ScheduledExecutorService timers) {
        suite.awaitRoomNodes();
        List<FaithfulClient> speakers = clients("speaker", SPEAKERS, person, timers);
        FaithfulClient.awaitQuiet(speakers);
        List<FaithfulClient> readers = clients("reader", READERS, Person.anonymous(suite), timers);
        FaithfulClient.awaitQuiet(readers);
        assertCounted();
        return new Hall(speakers, readers);
    }

    private List<FaithfulClient> clients(String name, int count, Person who, ScheduledExecutorService timers) {
        return IntStream.range(0, count)
                .mapToObj(i -> new FaithfulClient(who, room, name + i, timers))
                .toList();
    }

    /// The node through which the room is watched.
    private RoomNode relay() {
        Awaitility.await("all spectators are relayed")
                .atMost(PATIENCE)
                .until(() ->
                        nodes.stream().anyMatch(node -> node.metric("atrium_room_relay_spectators") == SPECTATORS));
        return nodes.stream()
                .filter(node -> node.metric("atrium_room_relay_spectators") == SPECTATORS)
                .findFirst()
                .orElseThrow();
    }

    private void assertCounted() {
        Awaitility.await("all are counted").atMost(PATIENCE).until(() -> {
            Http.Answer answer = person.get("/api/rooms/" + room + "/live");
            return answer.status() == 200
                    && answer.json().path("people").asInt() == 1
                    && answer.json().path("viewers").asInt() == READERS;
        });
    }

    private void assertComplete(List<FaithfulClient> clients) {
        List<JsonNode> history = FaithfulClient.history(person, room);
        assertEquals(
                LongStream.rangeClosed(2, history.size() + 1L).boxed().toList(),
                history.stream()
                        .map(message -> message.path("sequence").asLong())
                        .toList());
        for (FaithfulClient client : clients) {
            Awaitility.await("the last message").atMost(PATIENCE).until(() -> client.last() == history.size() + 1);
            assertEquals(List.of(), client.faults());
            assertEquals(
                    history.stream()
                            .filter(message -> message.path("sequence").asLong() > client.first())
                            .toList(),
                    client.received());
        }
    }
}
