package dev.atrium.bench.target;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The HTTP API of jobs-service.
///
/// @param port of the server on this machine
public record JobsApi(int port, InternalTokens tokens) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int FIRST_REFUSAL = 300;

    /// One of many requests.
    @FunctionalInterface
    public interface Request {
        void send(int number) throws IOException;
    }

    /// @param json the body
    /// @throws IOException if it is refused
    public void post(Caller caller, String path, String json) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + tokens.issue(caller, "jobs-service"))
                .POST(BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= FIRST_REFUSAL) {
                throw new IOException(path + " answers " + answer.statusCode() + " " + answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Makes so many requests, some at the same time, each as soon as another one is answered.
    ///
    /// @throws IOException the first that went wrong
    public static void all(int count, int atOnce, Request request) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        try (ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                connections.execute(() -> {
                    try {
                        for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                            request.send(n);
                        }
                    } catch (IOException e) {
                        failure.compareAndSet(null, e);
                        next.set(count);
                    }
                });
            }
        }
        IOException first = failure.get();
        if (first != null) {
            throw first;
        }
    }
}
