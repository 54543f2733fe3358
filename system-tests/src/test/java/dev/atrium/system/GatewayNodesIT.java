package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two gateways beside that of the suite, on one Redis: what somebody may do is counted together, whichever
/// is asked, and with what is sent on sockets (GW-6). Each has another mode of tenancy than the suite
/// (GW-8); keys that were made there are the same at both.
@Tag(Suite.NODES)
@Order(Suite.LATE)
final class GatewayNodesIT {

    private static final int REQUESTS = 200;

    /// One of them comes back in a week.
    private static final int QUOTA = 50;

    private static final Map<String, String> LIMITS = Map.of(
            "ATRIUM_LIMITS_SCALE",
            "1",
            "ATRIUM_LIMITS_REQUESTS_PER_KEY",
            QUOTA + "/365D",
            "ATRIUM_LIMITS_REQUESTS_PER_IP",
            "unlimited",
            // None counts alone because the machine is busy.
            "ATRIUM_LIMITS_PATIENCE",
            "5S");

    /// As it comes with the suite: 60/1M.
    private static final int MESSAGES = 60;

    /// Requests of a burst at each gateway: with the handshake fewer than [#QUOTA].
    private static final int POSTS = QUOTA / 2 - 1;

    private static final int ROOM_NODE = 180;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Suite SUITE = Suite.running();
    private static @Nullable Gateways started;
    private static @Nullable Process roomNode;

    @BeforeAll
    static void start() {
        started = new Gateways(SUITE, List.of(with("internal"), with("single")));
    }

    @BeforeAll
    static void startRoomNode() throws IOException {
        Process node = SUITE.another(
                "room-service", ROOM_NODE, Map.of("ATRIUM_LIMITS_SCALE", "1", "ATRIUM_LIMITS_PATIENCE", "5S"));
        Runtime.getRuntime().addShutdownHook(new Thread(node::destroyForcibly));
        roomNode = node;
        SUITE.awaitRoomNode(ROOM_NODE);
    }

    @AfterAll
    static void stop() {
        gateways().close();
        Process node = Objects.requireNonNull(roomNode);
        node.destroy();
        node.onExit().join();
    }

    @Test
    void twoGatewaysTogetherLetThroughWhatOneWould() throws InterruptedException, ExecutionException {
        assertEquals(Map.of(200, QUOTA, 429, REQUESTS - QUOTA), burst(Person.withNewKey(SUITE)));

        Person other = Person.withNewKey(SUITE);
        for (int i = 0; i < QUOTA; i++) {
            other.at(gateways().get(0)).get("/api/me").expect(200);
        }
        Http.Answer refused = other.at(gateways().get(1)).get("/api/me").expectProblem(429, "quota-exceeded");
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        assertTrue(refused.text().contains("requests-per-key"), refused.text());
    }

    /// Of `messages-per-key=60/1M` one comes back each second.
    @Test
    void twoGatewaysAndASocketTogetherLetThroughSixtyMessagesInAMinute() throws Exception {
        String room = limitedRoom();
        Person person = Person.withNewKey(SUITE);
        long from = System.nanoTime();
        long passed;
        try (ChatSocket socket = person.at(gateways().get(0)).join(room)) {
            CountDownLatch all = new CountDownLatch(2 * POSTS + 1);
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Long>> counts = new ArrayList<>();
                counts.add(clients.submit(() -> {
                    all.countDown();
                    all.await();
                    return acknowledged(socket, MESSAGES);
                }));
                for (int i = 0; i < 2 * POSTS; i++) {
                    Person there = person.at(gateways().get(i % 2));
                    counts.add(clients.submit(() -> {
                        all.countDown();
                        all.await();
                        return posted(there, room);
                    }));
                }
                passed = 0;
                for (Future<Long> count : counts) {
                    passed += count.get();
                }
            }
        }
        long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds() + 1;

        assertTrue(passed >= MESSAGES && passed <= MESSAGES + seconds, passed + " in " + seconds + " s");
    }

    @Test
    void whoSignsInSharesATenantInTheModeInternal() {
        new TenancyModes(SUITE).assertInternal(gateways().get(0));
    }

    @Test
    void everybodyIsAloneInTheModeSingle() {
        new TenancyModes(SUITE).assertSingle(gateways().get(1));
    }

    /// A room of the node that limits as the gateways do; those of the suite limit hardly.
    private static String limitedRoom() {
        AtomicReference<String> found = new AtomicReference<>();
        Awaitility.await("a room of the limited node").atMost(PATIENCE).until(() -> {
            Person prober = Person.withNewKey(SUITE);
            String room = prober.createRoom("Limited");
            try (ChatSocket socket = prober.join(room)) {
                found.set(room);
                return acknowledged(socket, MESSAGES + 5) < MESSAGES + 5;
            }
        });
        return found.get();
    }

    /// Sends so many messages at once.
    ///
    /// @return how many were acknowledged
    private static long acknowledged(ChatSocket socket, int messages) {
        socket.sendRaw(IntStream.range(0, messages)
                .mapToObj("{\"type\":\"send\",\"clientId\":\"c%d\",\"content\":\"x\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]")));
        Awaitility.await("all answers")
                .atMost(PATIENCE)
                .until(() ->
                        socket.frames("ack").size() + socket.frames("error").size() == messages);
        return socket.frames("ack").size();
    }

    private static long posted(Person person, String room) {
        int status = person.post("/api/rooms/" + room + "/messages", "{\"content\":\"x\"}")
                .status();
        assertTrue(status == 201 || status == 429, "status " + status);
        return status == 201 ? 1 : 0;
    }

    private static Map<String, String> with(String mode) {
        Map<String, String> settings = new HashMap<>(LIMITS);
        settings.put("ATRIUM_TENANCY_MODE", mode);
        return settings;
    }

    private static Gateways gateways() {
        return Objects.requireNonNull(started);
    }

    /// So many requests at once, by turns to the one and the other.
    ///
    /// @return how many got which status
    private Map<Integer, Integer> burst(Person person) throws InterruptedException, ExecutionException {
        CountDownLatch all = new CountDownLatch(REQUESTS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> clients.submit(() -> {
                        all.countDown();
                        all.await();
                        return person.at(gateways().get(i % 2)).get("/api/me").status();
                    }))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses.stream().collect(Collectors.toMap(Function.identity(), _ -> 1, Integer::sum));
        }
    }
}
