package dev.atrium.jobs.inbound;

import dev.atrium.platform.event.Event.WebhookReceived;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.TenantId;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery, as what is to be done about it needs it.
///
/// @param id follows from source and message
/// @param kind what a header said of it; null: nothing
/// @param replays how often somebody wanted it done once more; each of these times is done once
record Received(
        TenantId tenant,
        UUID id,
        Origin origin,
        @Nullable String kind,
        byte[] body,
        Errand errand,
        ReceivedState state,
        int replays) {

    UUID source() {
        return origin.source();
    }

    /// What it is when it is wanted done once more.
    Received again() {
        return new Received(tenant, id, origin, kind, body, errand, ReceivedState.RECEIVED, replays + 1);
    }

    /// What tells the gateway to apply it this time.
    WebhookReceived toEvent() {
        return new WebhookReceived(
                tenant,
                origin.source().toString(),
                origin.scheme(),
                origin.messageId(),
                kind,
                null,
                Base64.getEncoder().encodeToString(body),
                origin.type(),
                null,
                new WebhookReceived.Replay(id.toString(), replays, origin.at()));
    }

    /// Names what is done this time, the same however often that is tried.
    String time() {
        return "webhook:" + id + ":" + replays;
    }

    /// Whether it still waits for this time.
    boolean waitsFor(int replay) {
        return state == ReceivedState.RECEIVED && replays == replay;
    }
}
