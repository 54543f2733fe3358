package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.placement.Placements;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where restored things go. What may pass is a [RetryableException]; everything can be sent again.
@ApplicationScoped
class Target {

    private static final String MEDIA = "media-service";
    private static final String ROOM = "room-service";
    private static final int BATCH_EVENTS = 200;
    private static final int BATCH_LENGTH = 700_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(5);

    private final OtherServices services;
    private final String mediaUrl;
    private final URI roomUrl;
    private final Placements placements;

    Target(
            OtherServices services,
            @ConfigProperty(name = "atrium.media.url") String mediaUrl,
            @ConfigProperty(name = "atrium.room.url") URI roomUrl,
            Placements placements) {
        this.services = services;
        this.mediaUrl = mediaUrl;
        this.roomUrl = roomUrl;
        this.placements = placements;
    }

    private record History(long after, List<ObjectNode> events) {}

    private record Restored(int left) {}

    /// What media-service made of a file.
    record RestoredFile(String id, String type, String sha256) {}

    /// Has events happen in a room, each at the next place.
    ///
    /// @param after how many places are taken
    /// @return how many of them were left out
    int happen(TenantId tenant, String room, long after, List<ObjectNode> events) throws InterruptedException {
        int left = 0;
        long place = after;
        List<ObjectNode> batch = new ArrayList<>();
        int length = 0;
        for (ObjectNode event : events) {
            int itsLength = Json.bytes(event).length;
            if (batch.size() == BATCH_EVENTS || (length + itsLength > BATCH_LENGTH && !batch.isEmpty())) {
                left += send(tenant, room, new History(place, batch));
                place += batch.size();
                batch = new ArrayList<>();
                length = 0;
            }
            batch.add(event);
            length += itsLength;
        }
        return batch.isEmpty() ? left : left + send(tenant, room, new History(place, batch));
    }

    private int send(TenantId tenant, String room, History history) throws InterruptedException {
        URI node = placements
                .table()
                .owner(room, roomUrl)
                .orElseThrow(() -> new RetryableException("the room is moving to another node", null));
        URI uri = URI.create(node + "/internal/rooms/" + room + "/restore");
        Answer answer = services.post(
                new OtherServices.Call(uri, ROOM, caller(tenant, "rooms:restore"), TIMEOUT, history, null));
        return read(answer, Restored.class, "a room cannot be restored").left();
    }

    RestoredFile keep(TenantId tenant, String id, Path content, Map<String, String> fields)
            throws InterruptedException, IOException {
        URI uri = URI.create(mediaUrl + "/internal/restored-files/" + id);
        OtherServices.Call call =
                new OtherServices.Call(uri, MEDIA, caller(tenant, "files:restore"), UPLOAD_TIMEOUT, null, null);
        OtherServices.Upload upload = new OtherServices.Upload(content, "content", "application/octet-stream", fields);
        return read(services.upload(call, upload), RestoredFile.class, "a file cannot be restored");
    }

    private static Caller caller(TenantId tenant, String scope) {
        return new Caller("system:restore", tenant, "system:restore", Set.of(), Set.of(scope));
    }

    private static <T> T read(Answer answer, Class<T> type, String refusal) {
        return switch (answer) {
            case Answer.Ok ok -> Json.read(ok.body(), type);
            case Answer.Refused refused -> throw new NonRetryableException(refusal + " (" + refused.status() + ")");
            case Answer.NotNow later -> throw new RetryableException("another service " + later.reason(), null);
        };
    }

    /// What a restored file is told of: not as an upload, so nobody announces it.
    static Map<String, String> fields(JsonNode head, String owner, String handle, String room) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", head.path("name").asText());
        fields.put("owner", owner);
        fields.put("handle", handle);
        fields.put("createdAt", head.path("createdAt").asText());
        if (!room.isEmpty()) {
            fields.put("room", room);
        } else if (head.path("publicRead").asBoolean()) {
            fields.put("visibility", "public");
        }
        return fields;
    }
}
