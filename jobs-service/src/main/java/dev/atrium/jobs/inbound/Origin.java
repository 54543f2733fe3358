package dev.atrium.jobs.inbound;

import java.time.Instant;
import java.util.UUID;

/// Where a delivery came from.
///
/// @param source id of the source
/// @param type what the source tells of, as in [dev.atrium.platform.event.Event.WebhookReceived#sourceType]
/// @param scheme how the source signs; empty where that is not known any more
/// @param messageId what the source calls it
/// @param at when it came
record Origin(UUID source, String type, String scheme, String messageId, Instant at) {

    static final String GENERIC = "generic";

    /// Whether it is the gateway that applies it; nothing else is to be done about it then.
    boolean isGateways() {
        return !type.equals(GENERIC);
    }
}
