package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Jobs of one's own are done by one's own program, in batches (JB-1).
final class WorkerIT {

    private static final int JOBS = 25;
    private static final int SIZE = 10;
    private static final int RETRIED = 7;
    private static final int DEAD = 13;

    private final Person ada = Person.withNewKey(Suite.running());
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    WorkerIT() throws IOException {}

    /// A batch.
    private record Received(String id, String timestamp, String signature, String body) {

        List<JsonNode> jobs() throws IOException {
            return StreamSupport.stream(Http.JSON.readTree(body).path("jobs").spliterator(), false)
                    .toList();
        }
    }

    @BeforeEach
    void listen() {
        worker.createContext("/work", this::work);
        worker.start();
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void whatIsAddedIsDoneInBatchesTriedAgainGivenUpAndReplayed() throws IOException {
        String url = "http://127.0.0.1:" + worker.getAddress().getPort() + "/work";
        JsonNode made = ada.post(
                        "/api/workers",
                        "{\"name\":\"Numbers\",\"url\":\"%s\",\"batch\":{\"size\":%d,\"waitSeconds\":3}}"
                                .formatted(url, SIZE))
                .expect(201)
                .json();

        List<String> ids = add(made.path("id").asText());
        IntStream.range(0, JOBS).filter(n -> n != DEAD).forEach(n -> awaitState(ids.get(n), "done"));
        JsonNode dead = awaitState(ids.get(DEAD), "dead");

        assertEquals("unlucky", dead.path("note").asText());
        assertEquals(2, job(ids.get(RETRIED)).path("attempts").asInt());
        List<JsonNode> sent = sent();
        assertEquals(JOBS + 1, sent.size());
        assertEquals(Set.copyOf(ids), sent.stream().map(WorkerIT::id).collect(Collectors.toSet()));
        assertTrue(received.size() <= JOBS / SIZE + 2, received.size() + " requests");
        String secret = made.path("secret").asText();
        assertTrue(received.stream().allMatch(batch -> isSigned(secret, batch)));

        ada.post("/api/jobs/" + ids.get(DEAD) + "/replay", "{\"payload\":{\"n\":100}}")
                .expect(200);
        awaitState(ids.get(DEAD), "done");
    }

    private List<String> add(String to) {
        String jobs = IntStream.range(0, JOBS)
                .mapToObj("{\"payload\":{\"n\":%d}}"::formatted)
                .collect(Collectors.joining(","));
        JsonNode added = ada.post("/api/workers/" + to + "/jobs", "{\"jobs\":[" + jobs + "]}")
                .expect(202)
                .json();
        return StreamSupport.stream(added.path("jobs").spliterator(), false)
                .map(WorkerIT::id)
                .toList();
    }

    private static String id(JsonNode job) {
        return job.path("id").asText();
    }

    private JsonNode job(String id) {
        return ada.get("/api/jobs/" + id).expect(200).json();
    }

    private JsonNode awaitState(String id, String state) {
        return Awaitility.await(id + " is " + state)
                .atMost(Duration.ofSeconds(60))
                .until(() -> job(id), job -> job.path("state").asText().equals(state));
    }

    private List<JsonNode> sent() throws IOException {
        List<JsonNode> sent = new ArrayList<>();
        for (Received batch : received) {
            sent.addAll(batch.jobs());
        }
        return sent;
    }

    private static boolean isSigned(String secret, Received batch) {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        byte[] signature = Hmac.sha256(key, batch.id() + "." + batch.timestamp() + "." + batch.body());
        return batch.signature().equals("v1," + Base64.getEncoder().encodeToString(signature));
    }

    private void work(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received batch = new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            received.add(batch);
            ObjectNode answer = Http.JSON.createObjectNode();
            ArrayNode results = answer.putArray("results");
            for (JsonNode job : batch.jobs()) {
                int n = job.at("/payload/n").asInt();
                if (n == RETRIED && job.path("attempt").asInt() == 1) {
                    results.addObject().put("id", id(job)).put("outcome", "retry");
                } else if (n == DEAD) {
                    results.addObject()
                            .put("id", id(job))
                            .put("outcome", "dead")
                            .put("note", "unlucky");
                }
            }
            byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
