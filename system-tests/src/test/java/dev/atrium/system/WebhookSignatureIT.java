package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What happens in the suite is sent so that others' implementations of Standard Webhooks verify it, of both
/// kinds of signatures (JB-9).
@EnabledIf(value = "isAvailable", disabledReason = WebhookSignatureIT.OBSTACLE)
final class WebhookSignatureIT {

    static final String OBSTACLE = "webhooks are not verified by the official library: install Node 20 or newer";

    private static final List<String> TYPES = List.of("file.ready", "message.posted", "workflow.complete");

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer receiver =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    WebhookSignatureIT() throws IOException {}

    /// A request to the receiver.
    ///
    /// @param headers with small letters
    private record Received(Map<String, String> headers, String body) {

        String type() throws IOException {
            return Http.JSON.readTree(body).path("type").asText();
        }
    }

    static boolean isAvailable() {
        return NodeProgram.canRun(OBSTACLE);
    }

    @BeforeEach
    void listen() {
        receiver.createContext("/hook", this::receive);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void whatHappensIsVerifiedByTheOfficialLibrary() throws IOException {
        String secret = register("v1").path("secret").asText();

        verifyAll((program, one) -> program.run("v1", "secret", secret, "headers", one.headers(), "body", one.body()));
    }

    @Test
    void whatIsSignedWithAKeyIsVerifiedByItsPublicHalf() throws IOException {
        String publicKey = register("v1a").at("/publicKeys/0").asText();

        verifyAll((program, one) ->
                program.run("v1a", "publicKey", publicKey, "headers", one.headers(), "body", one.body()));
    }

    private void verifyAll(BiFunction<NodeProgram, Received, JsonNode> verify) throws IOException {
        happen();
        Awaitility.await("all is told of").atMost(Duration.ofSeconds(60)).until(this::types, TYPES::equals);

        try (NodeProgram program = NodeProgram.start("standardwebhooks", "verify.mjs")) {
            for (Received one : received) {
                assertEquals(
                        Http.JSON.readTree(one.body()),
                        verify.apply(program, one).path("verified"));
                Received other = new Received(one.headers(), one.body() + " ");
                assertTrue(verify.apply(program, other).has("refused"), other::body);
            }
        }
    }

    private void happen() throws IOException {
        String room = ada.createRoom("Harbour");
        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"שלום 👍 <&>\"}")
                .expect(201);
        ada.upload("map.png", "image/png", Samples.png(20, 20), Map.of()).expect(201);
        ada.post("/api/workflow/start", "{\"type\":\"reminder\",\"input\":{\"text\":\"Tide\",\"after\":\"PT1S\"}}")
                .expect(202);
    }

    private JsonNode register(String signature) {
        String body = "{\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook\",\"eventTypes\":[\""
                + String.join("\",\"", TYPES) + "\"],\"signature\":\"" + signature + "\"}";
        return ada.post("/api/webhook-endpoints", body).expect(201).json();
    }

    private List<String> types() throws IOException {
        List<String> types = new ArrayList<>();
        for (Received one : received) {
            types.add(one.type());
        }
        return types.stream().distinct().sorted().toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            received.add(new Received(
                    headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
        }
    }
}
