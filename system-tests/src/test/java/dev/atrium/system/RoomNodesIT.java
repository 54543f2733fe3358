package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Several room-services share the rooms, and all kinds of things happen to them while people talk (RM-2, RM-7):
/// nothing acknowledged is lost, nothing comes twice or out of order.
///
/// The longer form, of one test or all: `-Datrium.room-nodes=3 -Datrium.storm.rounds=20 -Datrium.storm.clients=200
/// -Datrium.storm.rate=500 -Datrium.optimise=true`. What was seen is printed in lines that begin with "storm:".
@Tag(Suite.NODES)
final class RoomNodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROUNDS = Integer.getInteger("atrium.storm.rounds", 1);
    private static final int CLIENTS = Integer.getInteger("atrium.storm.clients", 20);
    /// By default what leaves processor time for the nodes that start meanwhile: a storm ends when they serve rooms.
    private static final int MESSAGES_PER_SECOND = Integer.getInteger("atrium.storm.rate", 20);
    private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(1).dividedBy(MESSAGES_PER_SECOND);
    private static final int CLIENTS_PER_ROOM = 5;

    private static final Duration SLEEP = Duration.ofSeconds(9);

    private static final Duration SLOWNESS = Duration.ofSeconds(10);

    /// How long a client may hear nothing after a node was killed, hangs or is restarted: the 10 s that are the
    /// goal of the first, and as much again because all of it, and whatever else the machine does, may share
    /// two processors.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

    private final Suite suite = Suite.running();

    private record Room(String id, Person person, List<FaithfulClient> clients) {}

    /// What happens while people talk.
    @FunctionalInterface
    private interface Blow {

        /// @param round counted from 0
        void strike(int round, List<FaithfulClient> clients);
    }

    @Test
    void nodesAreKilledWhilePeopleTalk() {
        assertShort(storm("kill -9 of a node", ROUNDS, (round, _) -> {
            String victim = node(round);
            suite.awaitAnotherProcess(victim, suite.kill(victim));
        }));
    }

    /// A node that hangs ends no connection, and its clients are at others all the same before it goes on.
    @Test
    void nodesHangWhilePeopleTalk() {
        assertShort(storm("SIGSTOP of a node until everybody is back", ROUNDS, (round, clients) -> {
            suite.signal(node(round), "STOP");
            try {
                FaithfulClient.awaitProgress(clients);
            } finally {
                suite.signal(node(round), "CONT");
            }
        }));
    }

    @Test
    void nodesAreRestartedInTurnWhilePeopleTalk() {
        assertShort(storm("restart of a node", ROUNDS * Suite.ROOM_NODES, (round, _) -> {
            long before = suite.pid(node(round));
            suite.signal(node(round), "TERM");
            suite.awaitAnotherProcess(node(round), before);
        }));
    }

    @Test
    void theDatabaseIsKilledWhilePeopleTalk() {
        storm("kill -9 of PostgreSQL", ROUNDS, (_, _) -> suite.awaitAnotherProcess("postgres", suite.kill("postgres")));
    }

    /// Who loses a connection meanwhile comes back, if the key was in use lately.
    @Test
    void theDatabaseStandsStillWhilePeopleTalk() {
        storm("PostgreSQL stands still for 9 s and more", ROUNDS, (_, clients) -> {
            List<FaithfulClient> unlucky = List.of(clients.getFirst());
            unlucky.forEach(FaithfulClient::lose);
            FaithfulClient.awaitProgress(unlucky);
            suite.signalAll("postgres", "STOP");
            try {
                unlucky.forEach(FaithfulClient::lose);
                await(SLEEP);
                FaithfulClient.awaitProgress(unlucky);
            } finally {
                suite.signalAll("postgres", "CONT");
            }
        });
    }

    @Test
    void theLogIsKilledWhilePeopleTalk() {
        // Kafka is a part of this process; PostgreSQL is started again with it.
        storm("kill -9 of Kafka", ROUNDS, (_, _) -> suite.awaitAnotherProcess("stack", suite.kill("stack")));
    }

    @Test
    void theDiskIsSlowWhilePeopleTalk() {
        storm("each write to the disk takes 100 ms longer, for 10 s", ROUNDS, (_, _) -> {
            Person person = Person.withNewKey(suite);
            String messages = "/api/rooms/" + person.createRoom("Slow") + "/messages";
            try (SlowDisk disk = new SlowDisk(suite)) {
                disk.awaitDelayOf("a write to the database", () -> Person.withNewKey(suite));
                disk.awaitDelayOf(
                        "a write to the log",
                        () -> person.post(messages, "{\"content\":\"x\"}").expect(201));
                await(SLOWNESS);
            }
        });
    }

    private static void assertShort(List<FaithfulClient.Silence> silences) {
        assertTrue(
                silences.stream().allMatch(silence -> silence.length().compareTo(SILENCE_MAX) <= 0),
                () -> "a client has heard nothing for too long: " + silences);
    }

    private String node(int round) {
        int number = round % Suite.ROOM_NODES + 1;
        return number == 1 ? "room-service" : "room-service-" + number;
    }

    private static void await(Duration time) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(time)
                .atMost(time.plus(PATIENCE))
                .until(() -> true);
    }

    /// @return the longest time in which a client heard nothing, after each blow
    private List<FaithfulClient.Silence> storm(String what, int blows, Blow next) {
        try (ScheduledExecutorService timers = Executors.newScheduledThreadPool(2)) {
            suite.awaitRoomNodes();
            List<Room> rooms = IntStream.range(0, CLIENTS / CLIENTS_PER_ROOM)
                    .mapToObj(_ -> room(timers))
                    .toList();
            List<FaithfulClient> clients =
                    rooms.stream().flatMap(room -> room.clients().stream()).toList();
            FaithfulClient.awaitQuiet(clients);
            ScheduledFuture<?> talk = FaithfulClient.talk(clients, BETWEEN_MESSAGES, timers);
            List<FaithfulClient.Silence> silences = new ArrayList<>();
            for (int blow = 0; blow < blows; blow++) {
                suite.awaitRoomNodes();
                FaithfulClient.awaitProgress(clients);
                clients.forEach(FaithfulClient::longestSilence);
                next.strike(blow, clients);
                suite.awaitRoomNodes();
                FaithfulClient.awaitProgress(clients);
                silences.add(clients.stream()
                        .map(FaithfulClient::longestSilence)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
            }
            talk.cancel(false);
            FaithfulClient.awaitQuiet(clients);
            Tally tally = rooms.stream().map(this::tally).reduce(Tally.NOTHING, Tally::plus);
            System.out.printf(
                    "storm: %s: nodes=%d blows=%d clients=%d rate=%d/s: %s; longest silence of a client after each"
                            + " blow, in ms: %s%n",
                    what,
                    Suite.ROOM_NODES,
                    blows,
                    CLIENTS,
                    MESSAGES_PER_SECOND,
                    tally,
                    silences.stream()
                            .map(silence -> silence.length().toMillis())
                            .toList());
            silences.forEach(silence -> System.out.printf("storm: the client of the longest silence: %s%n", silence));
            tally.assertFaultless();
            clients.forEach(FaithfulClient::close);
            timers.shutdownNow();
            return silences;
        }
    }

    private Room room(ScheduledExecutorService timers) {
        Person person = Person.withNewKey(suite);
        String id = person.createRoom("Storm");
        return new Room(
                id,
                person,
                IntStream.range(0, CLIENTS_PER_ROOM)
                        .mapToObj(i -> new FaithfulClient(person, id, "c" + i, timers))
                        .toList());
    }

    /// Compares what the room has in the end with what each client was told.
    private Tally tally(Room room) {
        List<JsonNode> history = FaithfulClient.history(room.person(), room.id());
        List<String> ids = history.stream()
                .map(message -> message.path("clientId").asText())
                .toList();
        Tally tally = Tally.ofRoom(
                history.stream()
                        .map(message -> message.path("sequence").asLong())
                        .toList(),
                ids);
        for (FaithfulClient client : room.clients()) {
            Awaitility.await("the last message").atMost(PATIENCE).until(() -> client.last() == history.size() + 1);
            List<JsonNode> expected = history.stream()
                    .filter(message -> message.path("sequence").asLong() > client.first())
                    .toList();
            tally = tally.plus(Tally.ofClient(
                    client.acknowledged(),
                    ids,
                    client.faults(),
                    client.received().equals(expected)));
        }
        return tally;
    }
}
