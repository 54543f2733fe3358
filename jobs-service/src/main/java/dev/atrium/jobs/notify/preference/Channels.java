package dev.atrium.jobs.notify.preference;

import com.fasterxml.jackson.annotation.JsonProperty;

/// By which channels somebody is told.
///
/// @param inApp in the inbox, and on open sockets
/// @param push on devices that were subscribed
public record Channels(
        @JsonProperty("inApp") boolean inApp,
        @JsonProperty("email") boolean email,
        @JsonProperty("push") boolean push) {}
