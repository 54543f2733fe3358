package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Several room-services share the rooms, and all kinds of things happen to them while people talk (RM-2, RM-7):
/// nothing acknowledged is lost, nothing comes twice or out of order.
///
/// The longer form: `-Datrium.storm.rounds=20 -Datrium.storm.clients=200 -Datrium.storm.rate=500`.
final class RoomNodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = Integer.getInteger("atrium.storm.rounds", 1);
    private static final int CLIENTS = Integer.getInteger("atrium.storm.clients", 40);
    private static final int MESSAGES_PER_SECOND = Integer.getInteger("atrium.storm.rate", 100);
    private static final int CLIENTS_PER_ROOM = 5;

    private final Suite suite = Suite.running();
    private final List<String> nodes = IntStream.rangeClosed(1, Suite.ROOM_NODES)
            .mapToObj(i -> i == 1 ? "room-service" : "room-service-" + i)
            .toList();

    private record Room(String id, Person person, List<FaithfulClient> clients) {}

    @Test
    void nodesAreKilledWhilePeopleTalk() {
        storm(round -> {
            String victim = nodes.get(round % nodes.size());
            suite.awaitAnotherProcess(victim, suite.kill(victim));
        });
    }

    @Test
    void nodesSleepForLongerThanTheirSessionWhilePeopleTalk() {
        storm(round -> {
            String victim = nodes.get(round % nodes.size());
            suite.signal(victim, "STOP");
            // Longer than it takes until its shards are given to others.
            Awaitility.await().pollDelay(Duration.ofSeconds(9)).until(() -> true);
            suite.signal(victim, "CONT");
        });
    }

    @Test
    void nodesAreRestartedInTurnWhilePeopleTalk() {
        storm(_ -> nodes.forEach(node -> {
            long before = suite.pid(node);
            suite.signal(node, "TERM");
            suite.awaitAnotherProcess(node, before);
            suite.awaitHealthy();
        }));
    }

    @Test
    void databaseAndLogAreKilledWhilePeopleTalk() {
        storm(_ -> {
            suite.awaitAnotherProcess("postgres", suite.kill("postgres"));
            // Kafka is a part of this process.
            suite.awaitAnotherProcess("stack", suite.kill("stack"));
        });
    }

    @FunctionalInterface
    private interface Blow {
        void strike(int round);
    }

    private void storm(Blow blow) {
        try (ScheduledExecutorService timers = Executors.newScheduledThreadPool(2)) {
            List<Room> rooms = IntStream.range(0, CLIENTS / CLIENTS_PER_ROOM)
                    .mapToObj(_ -> room(timers))
                    .toList();
            List<FaithfulClient> clients =
                    rooms.stream().flatMap(room -> room.clients().stream()).toList();
            awaitQuiet(clients);
            ScheduledFuture<?> talk = talk(clients, timers);
            List<Duration> silences = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                awaitProgress(clients);
                clients.forEach(FaithfulClient::longestSilence);
                blow.strike(round);
                awaitProgress(clients);
                silences.add(clients.stream()
                        .map(FaithfulClient::longestSilence)
                        .max(Duration::compareTo)
                        .orElseThrow());
            }
            talk.cancel(false);
            awaitQuiet(clients);
            rooms.forEach(RoomNodesIT::assertComplete);
            System.out.printf(
                    "storm: rounds=%d messages=%d longest silences of a client=%s%n",
                    ROUNDS,
                    clients.stream()
                            .mapToInt(client -> client.acknowledged().size())
                            .sum(),
                    silences);
            clients.forEach(FaithfulClient::close);
            timers.shutdownNow();
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

    private static ScheduledFuture<?> talk(List<FaithfulClient> clients, ScheduledExecutorService timers) {
        int[] next = {0};
        return timers.scheduleAtFixedRate(
                () -> clients.get(next[0]++ % clients.size()).send(),
                0,
                TimeUnit.SECONDS.toMicros(1) / MESSAGES_PER_SECOND,
                TimeUnit.MICROSECONDS);
    }

    /// Everybody gets something new.
    private static void awaitProgress(List<FaithfulClient> clients) {
        List<Long> before = clients.stream().map(FaithfulClient::last).toList();
        Awaitility.await("everybody hears something new")
                .atMost(PATIENCE)
                .until(() -> IntStream.range(0, clients.size())
                        .allMatch(i -> clients.get(i).last() > before.get(i) + 3));
    }

    private static void awaitQuiet(List<FaithfulClient> clients) {
        Awaitility.await("everybody is connected and acknowledged")
                .atMost(PATIENCE)
                .until(() -> clients.stream().allMatch(FaithfulClient::isQuiet));
    }

    private static void assertComplete(Room room) {
        List<JsonNode> history = history(room);
        assertEquals(
                LongStream.rangeClosed(2, history.size() + 1L).boxed().toList(),
                history.stream()
                        .map(message -> message.path("sequence").asLong())
                        .toList());
        List<String> ids = history.stream()
                .map(message -> message.path("clientId").asText())
                .toList();
        assertEquals(ids.size(), new HashSet<>(ids).size(), "a message counts twice");
        for (FaithfulClient client : room.clients()) {
            assertEquals(List.of(), client.faults());
            client.acknowledged()
                    .forEach((id, sequence) ->
                            assertEquals(id, ids.get((int) (sequence - 2)), "an acknowledged message is lost"));
            Awaitility.await("the last message").atMost(PATIENCE).until(() -> client.last() == history.size() + 1);
            assertEquals(
                    history.stream()
                            .filter(message -> message.path("sequence").asLong() > client.first())
                            .toList(),
                    client.received());
        }
    }

    private static List<JsonNode> history(Room room) {
        List<JsonNode> history = new ArrayList<>();
        for (JsonNode page = page(room, 0); !page.path("items").isEmpty(); page = page(room, last(history))) {
            page.path("items").forEach(history::add);
        }
        return history;
    }

    private static JsonNode page(Room room, long after) {
        return Awaitility.await("shards may still be moving")
                .atMost(PATIENCE)
                .until(
                        () -> room.person().get("/api/rooms/" + room.id() + "/messages?limit=200&after=" + after),
                        answer -> answer.status() != 503)
                .expect(200)
                .json();
    }

    private static long last(List<JsonNode> history) {
        return history.getLast().path("sequence").asLong();
    }
}
