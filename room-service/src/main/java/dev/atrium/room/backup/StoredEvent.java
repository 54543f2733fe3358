package dev.atrium.room.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.web.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What happened in a room, as a backup has it: the event of the room log, without the room that it
/// happened in.
///
/// @param type as in the log
/// @param data the event's other properties
public record StoredEvent(long sequence, String type, Instant at, ObjectNode data) {

    public StoredEvent {
        if (sequence < 1) {
            throw new IllegalArgumentException("places begin with 1");
        }
        Objects.requireNonNull(type);
        Objects.requireNonNull(at);
        Objects.requireNonNull(data);
    }

    private static final List<String> OUTSIDE = List.of("tenant", "room", "sequence", "at");

    static StoredEvent of(RoomEvent event) {
        ObjectNode data = Json.MAPPER.valueToTree(event);
        return new StoredEvent(event.sequence(), RoomLogCodec.type(event), event.at(), data.without(OUTSIDE));
    }

    /// The event, at a place in a room.
    ///
    /// @return empty if it is none that this version knows
    Optional<RoomEvent> in(TenantId tenant, String room, long place) {
        ObjectNode whole = data.deepCopy();
        whole.put("tenant", tenant.value()).put("room", room).put("sequence", place);
        whole.set("at", Json.MAPPER.valueToTree(at));
        try {
            return RoomLogCodec.event(type, Json.write((JsonNode) whole));
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("is not an event of this type", e);
        }
    }
}
