package dev.atrium.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// A receiver of webhooks that takes its time, so that some are on their way at each moment.
final class HookReceiver implements AutoCloseable {

    private static final Duration SLOWNESS = Duration.ofMillis(300);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> workflows = new ConcurrentHashMap<>();
    private final LongAdder received = new LongAdder();

    HookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /// What each webhook told of, by its id.
    Map<String, String> workflows() {
        return Map.copyOf(workflows);
    }

    /// How many requests came.
    long received() {
        return received.sum();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String workflow =
                    Http.JSON.readTree(exchange.getRequestBody()).at("/data/id").asText();
            LockSupport.parkNanos(SLOWNESS.toNanos());
            workflows.put(exchange.getRequestHeaders().getFirst("webhook-id"), workflow);
            received.increment();
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
