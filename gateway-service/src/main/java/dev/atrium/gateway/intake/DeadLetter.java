package dev.atrium.gateway.intake;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A record of Kafka that nothing could be made of, as jobs-service shows its own. What stands in it is not
/// shown: it is a tenant's, and may be a secret.
///
/// @param partition of the topic
/// @param offset within the partition
/// @param consumer the feature that could make nothing of it; null: none can
/// @param headers the attributes of the event, if it is one: type, tenant, id
/// @param sizeBytes of the value; null: it has none, or the letter has ended
/// @param sha256 of the value, in hexadecimal; null as `sizeBytes`
/// @param reason why nothing could be made of it, the last time
/// @param writtenAt when it was written into the topic
/// @param recordedAt when it became a dead letter
/// @param endedBy subject of who replayed or discarded it; null: it is open
@Schema(name = "GatewayDeadLetter")
public record DeadLetter(
        UUID id,
        String topic,
        int partition,
        long offset,
        @Nullable String consumer,
        Map<String, String> headers,
        @Nullable Integer sizeBytes,
        @Nullable String sha256,
        String reason,
        DeadLetterState state,
        Instant writtenAt,
        Instant recordedAt,
        @Nullable Instant endedAt,
        @Nullable String endedBy) {

    public DeadLetter {
        headers = Map.copyOf(headers);
    }
}
