package dev.atrium.jobs.media;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Calls of other services on behalf of a user: with a token that this service signs for that one service, in the
/// running trace, within a time.
@ApplicationScoped
class OtherServices {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final long MAX_ANSWER_BYTES = 64 * 1024;

    private final InternalTokens tokens;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    OtherServices(@ConfigProperty(name = "atrium.keys") Path keys) {
        this.tokens = InternalTokens.signedWith(keys.resolve("jobs.jwk"));
    }

    /// A `POST` to another service.
    ///
    /// @param service its application name
    /// @param body becomes JSON; null: none
    /// @param idempotencyKey by which the service knows a repeated request; null where the address alone says it
    record Call(
            URI uri,
            String service,
            Caller caller,
            Duration timeout,
            @Nullable Object body,
            @Nullable String idempotencyKey) {}

    Answer post(Call call) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(
                    request(call),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            return Answer.of(response.statusCode(), response.body());
        } catch (HttpTimeoutException _) {
            return new Answer.NotNow("did not answer in time");
        } catch (IOException _) {
            return new Answer.NotNow("cannot be reached");
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .timeout(call.timeout())
                .header("Authorization", "Bearer " + tokens.issue(call.caller(), call.service()));
        if (call.body() == null) {
            request.POST(HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(call.body())));
        }
        if (call.idempotencyKey() != null) {
            request.header("Idempotency-Key", call.idempotencyKey());
        }
        String traceparent = TraceContext.current();
        if (traceparent != null) {
            request.header(CloudEvent.TRACEPARENT, traceparent);
        }
        return request.build();
    }
}
