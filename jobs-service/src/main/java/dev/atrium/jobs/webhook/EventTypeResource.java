package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.web.Json;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// What endpoints can be sent (JB-9).
@Path("/api/webhook-event-types")
@Produces(MediaType.APPLICATION_JSON)
public final class EventTypeResource {

    private static final Instant EXAMPLE_AT = Instant.parse("2026-01-31T12:00:01Z");

    private static final List<EventTypeView> ALL =
            Arrays.stream(PublicType.values()).map(EventTypeResource::view).toList();

    /// @param schema JSON Schema (2020-12) of the body
    public record EventTypeView(String type, String description, JsonNode example, ObjectNode schema) {}

    /// All types, in one page.
    @GET
    @PermissionsAllowed("webhooks:read")
    public Page<EventTypeView> list() {
        return new Page<>(ALL, null);
    }

    private static EventTypeView view(PublicType type) {
        String example = PublicEvent.body(type, EXAMPLE_AT, type.example());
        return new EventTypeView(
                type.typeName(), type.description(), Json.read(example, JsonNode.class), PayloadSchema.of(type));
    }
}
