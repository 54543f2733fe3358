package dev.atrium.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What a source tells of.
public enum SourceType {
    /// Anything: jobs-service does what the source's action says.
    @JsonProperty("generic")
    GENERIC,
    /// The users of an identity provider, with which those of the organisation are kept in step. Only
    /// administrators register such a source.
    @JsonProperty("auth")
    AUTH,
    /// Payments to who runs the installation, whose administrators alone register such a source.
    @JsonProperty("payment")
    PAYMENT;

    /// As in the API and in events.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
