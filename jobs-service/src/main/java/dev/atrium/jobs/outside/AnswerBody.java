package dev.atrium.jobs.outside;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The beginning of an answer's body. Runs on the connection's event loop.
final class AnswerBody {

    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final int limit;
    private final CompletableFuture<Reply> reply;
    private final Buffer bytes = Buffer.buffer();

    AnswerBody(HttpClientRequest request, HttpClientResponse response, int limit, CompletableFuture<Reply> reply) {
        this.request = request;
        this.response = response;
        this.limit = limit;
        this.reply = reply;
    }

    void add(Buffer more) {
        bytes.appendBuffer(more, 0, Math.min(more.length(), limit - bytes.length()));
        if (bytes.length() == limit && !reply.isDone()) {
            end();
            // The rest may be endless.
            request.reset();
        }
    }

    void end() {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        reply.complete(new Reply.Answered(response.statusCode(), headers, bytes.getBytes()));
    }
}
