package dev.atrium.jobs.outside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls a real server at 127.0.0.1, which is the one address that is allowed.
class OutsideTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final OutsideRules RULES =
            new OutsideRules(List.of(Network.parse("127.0.0.1/32")), List.of(PortRange.parse("1-65535")), true);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Wire wire = new Wire();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hook", this::hook);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/hook");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/silent", _ -> awaitClosing());
        server.createContext("/endless", OutsideTest::endless);
        server.start();
    }

    @AfterEach
    void stop() {
        closing.countDown();
        server.stop(0);
        wire.close();
    }

    @Test
    void theConnectionGoesToTheAddressThatWasJudgedAndTheNameStaysTheName() throws Exception {
        Outside outside = outside(_ -> addresses("127.0.0.1"));

        Reply reply = outside.post(call("http://hook.example:" + port() + "/hook?a=b", 100));

        Reply.Answered answered = assertInstanceOf(Reply.Answered.class, reply);
        assertEquals(200, answered.status());
        assertEquals("7", answered.headers().get("retry-after"));
        assertArrayEquals("taken".getBytes(StandardCharsets.UTF_8), answered.body());
        assertEquals(List.of("hook.example:" + port() + " /hook?a=b x-test=1 hello"), seen);
    }

    @Test
    void aNameThatChangesIsLookedUpOnceForEachCallAndJudgedEachTime() throws Exception {
        List<String> answers = new ArrayList<>(List.of("127.0.0.1", "127.0.0.2", "127.0.0.1"));
        Outside outside = outside(_ -> addresses(answers.removeFirst()));
        String url = "http://rebinding.example:" + port() + "/hook";

        assertInstanceOf(Reply.Answered.class, outside.post(call(url, 100)));
        assertEquals(new Reply.Refused("the host is not public"), outside.post(call(url, 100)));
        assertEquals(1, answers.size());
        assertEquals(1, seen.size());
    }

    @Test
    void oneForbiddenAddressAmongOthersIsEnough() throws Exception {
        Outside outside = outside(_ -> addresses("127.0.0.1", "10.0.0.1"));

        assertInstanceOf(Reply.Refused.class, outside.post(call("http://mixed.example:" + port() + "/hook", 100)));
        assertTrue(seen.isEmpty());
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        Reply reply = outside(_ -> addresses("127.0.0.1")).post(call("http://127.0.0.1:" + port() + "/moved", 100));

        assertEquals(307, assertInstanceOf(Reply.Answered.class, reply).status());
        assertTrue(seen.isEmpty());
    }

    @Test
    void answersEndInTime() throws Exception {
        Outside outside = outside(_ -> addresses("127.0.0.1"));
        Call call = new Call(
                "a", "http://127.0.0.1:" + port() + "/silent", Map.of(), new byte[0], Duration.ofMillis(300), 100);

        assertEquals(new Reply.Failed("there was no whole answer in time"), outside.post(call));
    }

    @Test
    void ofAnEndlessAnswerOnlyTheBeginningIsRead() throws Exception {
        Reply reply = outside(_ -> addresses("127.0.0.1")).post(call("http://127.0.0.1:" + port() + "/endless", 1_024));

        assertEquals(1_024, assertInstanceOf(Reply.Answered.class, reply).body().length);
    }

    @Test
    void aSlowNameServiceCostsItsOwnCallOnly() throws Exception {
        Outside outside = outside(host -> {
            if (host.startsWith("slow")) {
                awaitClosing();
            }
            return addresses("127.0.0.1");
        });
        Call slow = slow("a", "slow.example");

        assertEquals(new Reply.Failed("the host's name was not looked up in time"), outside.post(slow));
        assertInstanceOf(Reply.Answered.class, outside.post(call("http://hook.example:" + port() + "/hook", 100)));
    }

    @Test
    void aPartyWithSlowNamesCostsOthersNothing() throws Exception {
        Outside outside = outside(host -> {
            if (host.startsWith("slow")) {
                awaitClosing();
            }
            return addresses("127.0.0.1");
        });
        for (int i = 0; i < 8; i++) {
            assertInstanceOf(Reply.Failed.class, outside.post(slow("a", "slow" + i + ".example")));
        }

        assertInstanceOf(Reply.Busy.class, outside.post(slow("a", "fast.example")));
        Call another = new Call("b", "http://fast.example:" + port() + "/hook", Map.of(), new byte[0], LONG, 100);
        assertInstanceOf(Reply.Answered.class, outside.post(another));
    }

    @Test
    void aNameIsLookedUpOnceAtATime() throws Exception {
        AtomicInteger lookUps = new AtomicInteger();
        Outside outside = outside(_ -> {
            lookUps.incrementAndGet();
            awaitClosing();
            return addresses("127.0.0.1");
        });

        assertInstanceOf(Reply.Failed.class, outside.post(slow("a", "slow.example")));
        assertInstanceOf(Reply.Failed.class, outside.post(slow("b", "slow.example")));

        assertEquals(1, lookUps.get());
    }

    @Test
    void whatCannotBeReachedIsAFailureWithAReason() throws Exception {
        Outside unknown = outside(host -> {
            throw new UnknownHostException(host);
        });
        int port = port();
        server.stop(0);

        assertEquals(
                new Reply.Failed("the host's name is not known"),
                unknown.post(call("http://nowhere.example/hook", 100)));
        assertEquals(
                new Reply.Failed("the host took no connection"),
                outside(_ -> addresses("127.0.0.1")).post(call("http://127.0.0.1:" + port + "/hook", 100)));
    }

    private Outside outside(Names.Resolver resolver) {
        return new Outside(RULES, new Names(resolver), wire);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static Call call(String url, int answerBytes) {
        return new Call("a", url, Map.of("X-Test", "1"), "hello".getBytes(StandardCharsets.UTF_8), LONG, answerBytes);
    }

    /// For a name that is not looked up in time.
    private static Call slow(String party, String host) {
        return new Call(party, "http://" + host + "/hook", Map.of(), new byte[0], Duration.ofMillis(150), 100);
    }

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
    }

    private void hook(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestURI() + " x-test="
                    + exchange.getRequestHeaders().getFirst("X-Test") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("taken".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void endless(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(new byte[8_192]);
            }
        }
    }

    private void awaitClosing() {
        try {
            closing.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
