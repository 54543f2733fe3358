package dev.atrium.jobs.inbound;

import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery, as what is to be done about it needs it.
///
/// @param id follows from source and message
/// @param source id of the source
/// @param kind what a header said of it; null: nothing
/// @param replays how often somebody wanted it done once more; each of these times is done once
record Received(
        TenantId tenant,
        UUID id,
        UUID source,
        @Nullable String kind,
        byte[] body,
        Errand errand,
        ReceivedState state,
        int replays) {

    /// Names what is done this time, the same however often that is tried.
    String time() {
        return "webhook:" + id + ":" + replays;
    }

    /// Whether it still waits for this time.
    boolean waitsFor(int replay) {
        return state == ReceivedState.RECEIVED && replays == replay;
    }
}
