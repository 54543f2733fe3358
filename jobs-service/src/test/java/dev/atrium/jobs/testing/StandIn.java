package dev.atrium.jobs.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Answers in place of media-service and room-service, and keeps what it was asked.
public final class StandIn implements AutoCloseable {

    /// What the server does with a request.
    public sealed interface Reply {

        record Answer(int status, String body, Map<String, String> headers) implements Reply {
            public Answer(int status, String body) {
                this(status, body, Map.of());
            }
        }

        record Bytes(int status, byte[] body) implements Reply {}

        /// Takes the request and does not answer.
        record Silence() implements Reply {}
    }

    /// A request, with its headers in lower case.
    ///
    /// @param query empty if there is none
    public record Asked(String method, String path, String query, Map<String, String> headers, byte[] bytes) {

        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /// What the token says with which it was asked.
        public JsonNode claims() {
            byte[] payload =
                    Base64.getUrlDecoder().decode(header("authorization").split("\\.")[1]);
            return Json.read(payload, JsonNode.class);
        }
    }

    private final HttpServer server;
    private final Map<String, Function<Asked, Reply>> script = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    StandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Says how a path is answered from now on.
    ///
    /// @param byCount gets 1 for the first request to the path, 2 for the second, …
    public void on(String path, IntFunction<Reply> byCount) {
        script.put(path, _ -> byCount.apply(asked(path).size()));
    }

    /// As [#on], by what is asked.
    public void onRequest(String path, Function<Asked, Reply> reply) {
        script.put(path, reply);
    }

    /// The same answer every time.
    public void on(String path, int status, String body) {
        on(path, _ -> new Reply.Answer(status, body));
    }

    /// The requests to the path so far.
    public List<Asked> asked(String path) {
        return asked.stream().filter(request -> request.path().equals(path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new ConcurrentHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            String path = exchange.getRequestURI().getPath();
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    path,
                    Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            asked.add(request);
            Function<Asked, Reply> reply = script.getOrDefault(path, _ -> new Reply.Answer(404, "{}"));
            send(exchange, reply.apply(request));
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Answer answer -> {
                byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
            case Reply.Bytes bytes -> {
                exchange.sendResponseHeaders(bytes.status(), bytes.body().length);
                exchange.getResponseBody().write(bytes.body());
            }
            case Reply.Silence _ -> awaitClosing();
        }
    }

    private void awaitClosing() {
        try {
            closing.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
