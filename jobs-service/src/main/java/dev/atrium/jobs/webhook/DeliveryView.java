package dev.atrium.jobs.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event on its way to an endpoint, as the API shows it.
///
/// @param eventId the `webhook-id`: the same at every attempt and after every replay
/// @param attempts how many were begun
/// @param lastStatus of the last answer; null if there was none
/// @param lastError why the last attempt failed; null if it did not, or there was none
/// @param body what is sent, for the endpoint's owner as long as they may know of it; null in lists
/// @param log the attempts, the latest first; null in lists
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliveryView(
        UUID id,
        String eventId,
        String type,
        DeliveryState status,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant endedAt,
        @Nullable Integer lastStatus,
        @Nullable String lastError,
        @Nullable JsonNode body,
        @Nullable List<AttemptView> log) {

    public DeliveryView {
        log = log == null ? null : List.copyOf(log);
    }

    /// One request.
    ///
    /// @param headers as they were sent, without the values of signatures and of the owner's own ones
    /// @param status of the answer; null if there was none
    /// @param answer the beginning of the answer's body
    /// @param error null if it was delivered
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AttemptView(
            int number,
            Instant at,
            int durationMillis,
            JsonNode headers,
            @Nullable Integer status,
            @Nullable String answer,
            @Nullable String error) {}

    DeliveryView with(@Nullable JsonNode itsBody, List<AttemptView> itsLog) {
        return new DeliveryView(
                id,
                eventId,
                type,
                status,
                attempts,
                createdAt,
                nextAttemptAt,
                endedAt,
                lastStatus,
                lastError,
                itsBody,
                itsLog);
    }
}
