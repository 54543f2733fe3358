package dev.atrium.jobs.intake;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A record of Kafka that nothing could be made of. What stands in it is a tenant's, and is shown only to
/// who says that he wants to see it.
///
/// @param partition of the topic
/// @param offset within the partition
/// @param consumer the feature that could make nothing of it; null: none can, or an earlier version did
///     not say
/// @param headers the attributes of the event, if it is one: type, tenant, id
/// @param sizeBytes of the value; null: it has none, or the letter has ended
/// @param sha256 of the value, in hexadecimal; null as `sizeBytes`
/// @param reason why nothing could be made of it, the last time
/// @param writtenAt when it was written into the topic
/// @param recordedAt when it became a dead letter
/// @param endedBy subject of who replayed or discarded it; null: it is open
/// @param content null unless it was asked for, and where it is not shown to anybody: the letter has
///     ended, or what stands in it lets in whoever knows it
public record DeadLetterView(
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
        @Nullable String endedBy,
        @Nullable DeadLetterContent content) {

    public DeadLetterView {
        headers = Map.copyOf(headers);
    }

    DeadLetterView with(DeadLetterContent itsContent) {
        return new DeadLetterView(
                id,
                topic,
                partition,
                offset,
                consumer,
                headers,
                sizeBytes,
                sha256,
                reason,
                state,
                writtenAt,
                recordedAt,
                endedAt,
                endedBy,
                itsContent);
    }
}
