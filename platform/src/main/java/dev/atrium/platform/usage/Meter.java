package dev.atrium.platform.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is metered of a tenant (GW-16). The names are part of the API and of stored rows.
public enum Meter {
    /// Requests with credentials that were let in, at the gateway.
    REQUESTS,
    /// Bytes that came: bodies of requests, and what clients sent on sockets.
    RECEIVED_BYTES,
    /// Bytes that went: bodies of answers, and what sockets brought.
    SENT_BYTES,
    /// For how long sockets were open, all together.
    SOCKET_SECONDS,
    /// Messages in rooms.
    MESSAGES,
    /// Workflow instances that were started, also by schedules and by other workflows; exports are such.
    WORKFLOWS,
    /// Bytes of the files that are stored: a level, not a sum.
    STORED_BYTES,
    /// Members of an organisation: a level, of which there is no history.
    MEMBERS;

    /// The meter with this label; empty if there is none.
    public static Optional<Meter> labelled(String label) {
        return Arrays.stream(values())
                .filter(meter -> meter.label().equals(label))
                .findFirst();
    }

    /// As in the API, in events and in tables.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether it tells how much there is, and not how much was used in some time: then no time that
    /// passes makes it less.
    public boolean isLevel() {
        return this == STORED_BYTES || this == MEMBERS;
    }
}
