package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads rooms and files, and keeps files, as somebody who may do so. What may pass is a [RetryableException]; what
/// stays is a [NonRetryableException], except where a method says otherwise.
@ApplicationScoped
class SourceClient {

    /// A page of messages or objects, or a shared document.
    private static final long MAX_ANSWER_BYTES = 16L << 20;

    private final OtherServices services;
    private final ExportConfig config;

    SourceClient(OtherServices services, ExportConfig config) {
        this.services = services;
        this.config = config;
    }

    /// @param path below the room's address; empty: the room itself
    JsonNode room(Caller caller, String room, String path) throws InterruptedException {
        OtherServices.Address address = services.roomNow(room, "/api/rooms/" + OtherServices.segment(room) + path);
        Answer answer = services.get(call(address, caller, config.requestTimeout(), null), MAX_ANSWER_BYTES);
        return found(answer, "the room is not there, or not open to you");
    }

    JsonNode file(Caller caller, String file) throws InterruptedException {
        return found(askFile(caller, file, ""), "the file " + file + " is not there, or not open to you");
    }

    /// The text of a file, or nothing if it has none.
    Optional<String> text(Caller caller, String file) throws InterruptedException {
        return switch (askFile(caller, file, "/text")) {
            case Answer.Ok ok -> Optional.of(new String(ok.body(), StandardCharsets.UTF_8));
            case Answer.Refused _ -> Optional.empty();
            case Answer.NotNow later -> throw later.exception();
        };
    }

    /// As [#file]; empty if it is not there, or not open to the caller.
    Optional<JsonNode> fileIfReadable(Caller caller, String file) throws InterruptedException {
        return switch (askFile(caller, file, "")) {
            case Answer.Ok ok -> Optional.of(Json.read(ok.body(), JsonNode.class));
            case Answer.Refused _ -> Optional.empty();
            case Answer.NotNow later -> throw later.exception();
        };
    }

    /// @param part `thumbnail`, `preview` or `content`
    /// @return false if it is not there
    boolean fetch(Caller caller, String file, String part, Path target, long maxBytes)
            throws InterruptedException, IOException {
        OtherServices.Call call = call(ofFile(file, "/" + part), caller, config.transferTimeout(), null);
        return switch (services.fetch(call, target, maxBytes)) {
            case Answer.Ok _ -> true;
            case Answer.Refused _ -> false;
            case Answer.NotNow later -> throw later.exception();
        };
    }

    /// Keeps a private file. The same key again keeps no second one.
    ///
    /// @return it, as media-service tells it
    JsonNode keep(Caller caller, OtherServices.Upload upload, String idempotencyKey)
            throws InterruptedException, IOException {
        OtherServices.Call call = call(services.media("/api/upload"), caller, config.transferTimeout(), idempotencyKey);
        return found(services.upload(call, upload), "the document cannot be stored");
    }

    /// Deletes a file of the caller's, if it is there.
    void delete(Caller caller, String file) throws InterruptedException {
        OtherServices.Call call = call(ofFile(file, ""), caller, config.requestTimeout(), null);
        switch (services.delete(call)) {
            case Answer.Ok _ -> {}
            case Answer.Refused refused -> {
                if (refused.status() != 404) {
                    throw new NonRetryableException("media-service does not delete (" + refused.status() + ")");
                }
            }
            case Answer.NotNow later -> throw later.exception();
        }
    }

    /// Deletes what the caller uploaded under a key, if anything. What is on its way can still arrive.
    void deleteUpload(Caller caller, String idempotencyKey) throws InterruptedException {
        OtherServices.Address upload = services.media("/internal/uploads/" + OtherServices.segment(idempotencyKey));
        switch (services.delete(call(upload, caller, config.requestTimeout(), null))) {
            case Answer.Ok _ -> {}
            // Also a 404: that is a media-service that does not know the request yet.
            case Answer.Refused refused ->
                throw new NonRetryableException("media-service takes no upload back (" + refused.status() + ")");
            case Answer.NotNow later -> throw later.exception();
        }
    }

    private Answer askFile(Caller caller, String file, String path) throws InterruptedException {
        return services.get(call(ofFile(file, path), caller, config.requestTimeout(), null), MAX_ANSWER_BYTES);
    }

    private OtherServices.Address ofFile(String file, String path) {
        return services.media("/api/files/" + OtherServices.segment(file) + path);
    }

    private static OtherServices.Call call(
            OtherServices.Address address, Caller caller, Duration timeout, @Nullable String idempotencyKey) {
        return new OtherServices.Call(address, caller, timeout, null, idempotencyKey);
    }

    private static JsonNode found(Answer answer, String refusal) {
        return switch (answer) {
            case Answer.Ok ok -> Json.read(ok.body(), JsonNode.class);
            case Answer.Refused refused
            when refused.status() == 404 || refused.status() == 403 -> throw new NonRetryableException(refusal);
            case Answer.Refused refused -> throw new NonRetryableException(refusal + " (" + refused.status() + ")");
            case Answer.NotNow later -> throw later.exception();
        };
    }
}
