package dev.atrium.jobs.inbound;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.platform.event.Event.WebhookReceived.RoomMessage;
import dev.atrium.platform.event.Event.WebhookReceived.WorkflowEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a source has delivered, and what became of it. There are no headers in it but these two, and no
/// signatures.
///
/// @param messageId what the source calls it, or a hash where it gives it no name that it signs
/// @param kind what the header `X-GitHub-Event` says; null: there is none
/// @param note why it failed, or what else is worth knowing; null: nothing
/// @param endedAt when it was done, or failed; null: neither yet
/// @param replays how often it was wanted done once more
/// @param action what is done about it, as the source said when it came; null in lists, and where it is
///     nothing
/// @param body null in lists, for who may not change the source, and where it is no UTF-8
/// @param bodyBase64 the body where it is no UTF-8; otherwise null
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReceivedView(
        UUID id,
        String messageId,
        @Nullable String kind,
        @Nullable String contentType,
        int sizeBytes,
        Instant receivedAt,
        ReceivedState status,
        @Nullable String note,
        @Nullable Instant endedAt,
        int replays,
        @Nullable Action action,
        @Nullable String body,
        @Nullable String bodyBase64) {

    /// @param by subject of who has said so; null: nobody who has credentials any more
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Action(
            @Nullable String by,
            @Nullable RoomMessage message,
            @Nullable WorkflowEvent workflow) {}

    ReceivedView with(@Nullable Action itsAction, @Nullable String itsBody, @Nullable String itsBodyBase64) {
        return new ReceivedView(
                id,
                messageId,
                kind,
                contentType,
                sizeBytes,
                receivedAt,
                status,
                note,
                endedAt,
                replays,
                itsAction,
                itsBody,
                itsBodyBase64);
    }
}
