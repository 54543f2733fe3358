package dev.atrium.gateway.upstream;

import dev.atrium.gateway.policy.Destination;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// The services behind the gateway.
@ConfigMapping(prefix = "atrium.upstream")
public interface Upstreams {

    /// room-service.
    Upstream room();

    /// media-service.
    Upstream media();

    /// jobs-service.
    Upstream jobs();

    /// search-service.
    Upstream search();

    /// One service.
    interface Upstream {

        /// Where it takes requests: `http://host:port`. Of rooms: where to ask as long as no placement is known.
        URI url();

        /// Where it tells how it is; absent: `/q/health/ready` at the port after that of [#url].
        Optional<URI> health();

        /// How long it may take to begin its answer, counted from the last byte of the request that it took.
        @WithDefault("15S")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration timeout();

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

    /// @throws IllegalArgumentException for the gateway itself, which is behind nobody
    default Upstream of(Destination service) {
        return switch (service) {
            case ROOM -> room();
            case MEDIA -> media();
            case JOBS -> jobs();
            case SEARCH -> search();
            case GATEWAY -> throw new IllegalArgumentException("the gateway is not behind itself");
        };
    }
}
