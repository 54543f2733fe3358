package dev.atrium.gateway.upstream;

import dev.atrium.gateway.policy.Destination;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// The services of the suite behind the gateway.
@ConfigMapping(prefix = "atrium.upstream")
public interface Upstreams {

    /// room-service.
    Service room();

    /// media-service.
    Service media();

    /// jobs-service.
    Service jobs();

    /// search-service.
    Service search();

    /// One service of the suite.
    interface Service extends Upstream {

        /// Where it tells how it is; absent: `/q/health/ready` at the port after that of [#url].
        Optional<URI> health();

        /// The health address, given or derived.
        default URI healthUrl() {
            return health().orElseGet(() -> healthUrl(url()));
        }

        /// The health address of one node of the service.
        default URI healthUrl(URI node) {
            return URI.create(
                    node.getScheme() + "://" + node.getHost() + ":" + (node.getPort() + 1) + "/q/health/ready");
        }
    }

    /// Where requests are sent, and how.
    interface Upstream {

        /// Where it takes requests: `http://host:port`. Of rooms: where to ask as long as no placement is known.
        URI url();

        /// How long it may take to begin its answer, counted from the last byte of the request that it took.
        @WithDefault("15S")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration timeout();

        /// How long a connection to it may take to come up; absent: as [for all](#atriumproxy).
        Optional<@DurationMin(millis = 50) @DurationMax(minutes = 1) Duration> connectTimeout();

        /// After how long without a byte in either direction a transfer is given up; absent: as [for
        /// all](#atriumproxy).
        Optional<@DurationMin(seconds = 1) @DurationMax(days = 1) Duration> idleTimeout();

        /// Connections of each event loop to each node of it; absent: as [for all](#atriumproxy).
        @Min(1)
        @Max(10_000)
        OptionalInt maxConnections();

        /// How long a client may take for 64 KiB of what is passed on as it comes; absent: as [for all](#atriumproxy).
        Optional<@DurationMin(millis = 100) @DurationMax(hours = 1) Duration> patience();

        /// How long a node of it that hardly answers is left alone; absent: as [for all](#atriumproxy).
        Optional<@DurationMin(millis = 50) @DurationMax(hours = 1) Duration> breakerPause();

        /// Of how many of the latest requests half must fail for that; absent: as [for all](#atriumproxy).
        @Min(2)
        @Max(60)
        OptionalInt breakerWindow();
    }

    /// @throws IllegalArgumentException for what is no service of the suite behind the gateway
    default Service of(Destination service) {
        Service found = Map.of(
                        Destination.ROOM, room(),
                        Destination.MEDIA, media(),
                        Destination.JOBS, jobs(),
                        Destination.SEARCH, search())
                .get(service);
        if (found == null) {
            throw new IllegalArgumentException(service + " is not behind the gateway");
        }
        return found;
    }
}
