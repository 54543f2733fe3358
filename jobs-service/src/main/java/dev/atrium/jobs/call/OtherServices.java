package dev.atrium.jobs.call;

import dev.atrium.jobs.retry.RetryAfter;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.placement.Placements;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Calls of other services on behalf of a user: with a token that this service signs for that one service, in the
/// running trace, within a time.
@ApplicationScoped
public class OtherServices {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final long MAX_ANSWER_BYTES = 64 * 1024;
    private static final String CONTENT_TYPE = "Content-Type";
    private static final byte[] NOTHING = {};

    private static final String MEDIA = "media-service";
    private static final String ROOM = "room-service";

    private final InternalTokens tokens;
    private final URI mediaUrl;
    private final URI roomUrl;
    private final Placements placements;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    OtherServices(
            @ConfigProperty(name = "atrium.keys") Path keys,
            @ConfigProperty(name = "atrium.media.url") URI mediaUrl,
            @ConfigProperty(name = "atrium.room.url") URI roomUrl,
            Placements placements) {
        this.tokens = InternalTokens.signedWith(keys.resolve("jobs.jwk"));
        this.mediaUrl = mediaUrl;
        this.roomUrl = roomUrl;
        this.placements = placements;
    }

    /// Where something is asked.
    ///
    /// @param service its application name
    public record Address(URI uri, String service) {}

    /// @param path with its query; ids in it by [#segment], unless they cannot hold other characters
    public Address media(String path) {
        return new Address(URI.create(mediaUrl + path), MEDIA);
    }

    /// A node that knows of all rooms what is stored.
    public Address anyRoom(String path) {
        return new Address(URI.create(roomUrl + path), ROOM);
    }

    /// The node that has a room.
    ///
    /// @return empty while it moves from one to another
    public Optional<Address> room(String room, String path) {
        return placements.table().owner(room, roomUrl).map(node -> new Address(URI.create(node + path), ROOM));
    }

    /// As [#room].
    ///
    /// @throws RetryableException while it moves
    public Address roomNow(String room, String path) {
        return room(room, path).orElseThrow(() -> new RetryableException("the room is moving to another node"));
    }

    /// A text as a part of a path.
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// A request to another service.
    ///
    /// @param body becomes the JSON of a `POST`; null: none
    /// @param idempotencyKey by which the service knows a repeated request; null where the address alone says it
    public record Call(
            Address address,
            Caller caller,
            Duration timeout,
            @Nullable Object body,
            @Nullable String idempotencyKey) {}

    /// A file that is sent as a form.
    ///
    /// @param name of characters that may stand in a quoted header value
    /// @param fields the form's other parts, by such names too
    public record Upload(Path file, String name, String type, Map<String, String> fields) {

        public Upload {
            fields = Map.copyOf(fields);
        }

        /// A form with nothing else.
        public Upload(Path file, String name, String type) {
            this(file, name, type, Map.of());
        }
    }

    /// Answers of more than 64 KiB count as failed.
    public Answer post(Call call) throws InterruptedException {
        HttpRequest.Builder request = request(call);
        if (call.body() == null) {
            request.POST(BodyPublishers.noBody());
        } else {
            request.header(CONTENT_TYPE, "application/json").POST(BodyPublishers.ofByteArray(Json.bytes(call.body())));
        }
        return send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    }

    /// @param maxBytes larger answers count as failed
    public Answer get(Call call, long maxBytes) throws InterruptedException {
        return send(request(call).GET(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
    }

    /// A part of what is at the address. What is shorter than asked for counts as failed.
    public Answer range(Call call, long offset, int length) throws InterruptedException {
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        Answer answer = send(
                request(call).header("Range", range).GET(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), length));
        return answer instanceof Answer.Ok ok && ok.body().length != length
                ? new Answer.NotNow("answered another range", null)
                : answer;
    }

    public Answer delete(Call call) throws InterruptedException {
        return send(request(call).DELETE(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    }

    /// Writes the answer to a file, which is there afterwards only if it was [Answer.Ok].
    ///
    /// @param maxBytes larger answers count as failed
    public Answer fetch(Call call, Path target, long maxBytes) throws InterruptedException, IOException {
        BodyHandler<byte[]> handler = info -> info.statusCode() == 200
                ? BodySubscribers.mapping(BodySubscribers.ofFile(target), _ -> NOTHING)
                : BodySubscribers.replacing(NOTHING);
        Answer answer = send(request(call).GET(), BodyHandlers.limiting(handler, maxBytes));
        if (!(answer instanceof Answer.Ok)) {
            Files.deleteIfExists(target);
        }
        return answer;
    }

    /// Sends a form with the part `file`, from the disk, and others.
    public Answer upload(Call call, Upload upload) throws InterruptedException, IOException {
        String boundary = "atrium-" + UUID.randomUUID();
        String head = fields(boundary, upload) + "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + upload.name()
                + "\"\r\nContent-Type: " + upload.type() + "\r\n\r\n";
        HttpRequest.BodyPublisher form = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(upload.file()),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest.Builder request = request(call)
                .header(CONTENT_TYPE, "multipart/form-data; boundary=" + boundary)
                .POST(form);
        return send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    }

    private static String fields(String boundary, Upload upload) {
        StringBuilder fields = new StringBuilder();
        upload.fields()
                .forEach((name, value) -> fields.append("--")
                        .append(boundary)
                        .append("\r\nContent-Disposition: form-data; name=\"")
                        .append(name)
                        .append("\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n")
                        .append(value)
                        .append("\r\n"));
        return fields.toString();
    }

    private Answer send(HttpRequest.Builder request, BodyHandler<byte[]> handler) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), handler);
            Duration after = response.headers()
                    .firstValue("Retry-After")
                    .flatMap(header -> RetryAfter.parse(header, Instant.now()))
                    .orElse(null);
            return Answer.of(response.statusCode(), response.body(), after);
        } catch (HttpTimeoutException _) {
            return new Answer.NotNow("did not answer in time", null);
        } catch (IOException _) {
            return new Answer.NotNow("cannot be reached", null);
        }
    }

    private HttpRequest.Builder request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.address().uri())
                .timeout(call.timeout())
                .header(
                        "Authorization",
                        "Bearer " + tokens.issue(call.caller(), call.address().service()));
        if (call.idempotencyKey() != null) {
            request.header(IdempotencyKey.HEADER, call.idempotencyKey());
        }
        String traceparent = TraceContext.current();
        if (traceparent != null) {
            request.header(CloudEvent.TRACEPARENT, traceparent);
        }
        return request;
    }
}
