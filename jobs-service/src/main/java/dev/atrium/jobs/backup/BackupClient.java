package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads everything that room-service and media-service have of a tenant, with scopes that no caller
/// from outside can have. What may pass is a [RetryableException].
@ApplicationScoped
class BackupClient {

    private static final int EVENTS = 100;

    /// Of a page of events, which ends at 2 MiB of texts, or of a room's head.
    private static final long MAX_ANSWER_BYTES = 16L << 20;

    private final OtherServices services;
    private final BackupConfig config;

    BackupClient(OtherServices services, BackupConfig config) {
        this.services = services;
        this.config = config;
    }

    /// The next room, as a page of one.
    ///
    /// @param after id of the one before; null for the first
    JsonNode rooms(TenantId tenant, @Nullable String after) throws InterruptedException {
        return json(get(tenant, services.anyRoom("/internal/rooms?limit=1" + cursor(after))));
    }

    /// @return empty if it is gone
    Optional<JsonNode> room(TenantId tenant, String room) throws InterruptedException {
        return found(get(tenant, services.anyRoom("/internal/rooms/" + room)));
    }

    JsonNode events(TenantId tenant, Position.RoomAt room) throws InterruptedException {
        return json(get(
                tenant,
                services.anyRoom("/internal/rooms/" + room.id() + "/events?limit=" + EVENTS + "&after=" + room.after()
                        + "&upTo=" + room.upTo())));
    }

    /// The next file, as a page of one.
    ///
    /// @param after id of the one before; null for the first
    JsonNode files(TenantId tenant, @Nullable String after) throws InterruptedException {
        return json(get(tenant, services.media("/internal/files?limit=1" + cursor(after))));
    }

    /// A piece of a file's content.
    ///
    /// @return empty if it is gone
    Optional<byte[]> content(TenantId tenant, String file, long offset, int length) throws InterruptedException {
        OtherServices.Call call = call(tenant, services.media("/internal/files/" + file + "/content"));
        return switch (services.range(call, offset, length)) {
            case Answer.Ok ok -> Optional.of(ok.body());
            case Answer.Refused refused when refused.status() == 404 -> Optional.empty();
            case Answer.Refused refused -> throw refused(refused);
            case Answer.NotNow later -> throw later.exception();
        };
    }

    private Answer get(TenantId tenant, OtherServices.Address address) throws InterruptedException {
        return services.get(call(tenant, address), MAX_ANSWER_BYTES);
    }

    private OtherServices.Call call(TenantId tenant, OtherServices.Address address) {
        Caller caller =
                new Caller("system:backup", tenant, "system:backup", Set.of(), Set.of("rooms:backup", "files:backup"));
        return new OtherServices.Call(address, caller, config.requestTimeout(), null, null);
    }

    private static JsonNode json(Answer answer) {
        return found(answer).orElseThrow(() -> new NonRetryableException("a service does not know of backups yet"));
    }

    private static Optional<JsonNode> found(Answer answer) {
        return switch (answer) {
            case Answer.Ok ok -> Optional.of(Json.read(ok.body(), JsonNode.class));
            case Answer.Refused refused when refused.status() == 404 -> Optional.empty();
            case Answer.Refused refused -> throw refused(refused);
            case Answer.NotNow later -> throw later.exception();
        };
    }

    private static NonRetryableException refused(Answer.Refused refused) {
        return new NonRetryableException("another service answered " + refused.status());
    }

    private static String cursor(@Nullable String after) {
        return after == null ? "" : "&cursor=" + PageRequest.cursor(after);
    }
}
