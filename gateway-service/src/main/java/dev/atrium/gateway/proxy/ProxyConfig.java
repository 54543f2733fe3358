package dev.atrium.gateway.proxy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// How requests are passed on, where nothing else is said of a service (`atrium.upstream`).
@ConfigMapping(prefix = "atrium.proxy")
public interface ProxyConfig {

    /// How long a connection to a service may take to come up.
    @WithDefault("2S")
    @DurationMin(millis = 50)
    @DurationMax(minutes = 1)
    Duration connectTimeout();

    /// After how long without a byte in either direction a transfer is given up.
    @WithDefault("5M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration idleTimeout();

    /// Connections of each event loop (two for each processor) to each node of a service for requests, of which no
    /// address has more than are free besides. Twice as many requests may wait for one; further ones are refused.
    @WithDefault("64")
    @Min(1)
    @Max(10_000)
    int maxConnections();

    /// How long a client may take to send or to read 64 KiB of what is passed on as it comes; who is slower is cut off.
    @WithDefault("30S")
    @DurationMin(millis = 100)
    @DurationMax(hours = 1)
    Duration patience();

    /// How long a node that hardly answers is left alone before a request is tried.
    @WithDefault("2S")
    @DurationMin(millis = 50)
    @DurationMax(hours = 1)
    Duration breakerPause();

    /// Of how many of the latest requests to a node half must get no answer for that.
    @WithDefault("20")
    @Min(2)
    @Max(60)
    int breakerWindow();

    /// Memory for the latest answers to what anybody may read, which are given again to callers without
    /// credentials where a service does not answer; `0`: none are.
    @WithDefault("16M")
    MemorySize snapshotBytes();

    /// How old such an answer may be: so long somebody may still be told what is not public any more.
    @WithDefault("1M")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 5)
    Duration snapshotAge();

    /// Memory for answers that a service only has to confirm when somebody asks for the same again; `0`: none are kept.
    @WithDefault("16M")
    MemorySize representationBytes();

    /// WebSockets that one gateway carries to each service.
    @WithDefault("50000")
    @Min(1)
    int maxSockets();

    /// How long the client of a WebSocket may read nothing of what waits for it.
    @WithDefault("1M")
    @DurationMin(seconds = 1)
    Duration socketPatience();

    /// Origins, besides the gateway's own, whose pages may open WebSockets here: `https://host[:port]`, separated by
    /// commas.
    Optional<Set<String>> socketOrigins();
}
