package dev.atrium.gateway.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/// Bounds that hold for all requests.
@ConfigMapping(prefix = "atrium.edge")
public interface EdgeConfig {

    /// Largest body of an upload, with its multipart framing: a little more than media-service takes as a
    /// file.
    @WithDefault("101M")
    MemorySize maxUpload();

    /// Largest archive of a backup that can be uploaded: as much as jobs-service takes.
    @WithDefault("20G")
    MemorySize maxBackup();

    /// Connections that one address, of IPv6 one network (/64), may have open at one time; trusted proxies any number.
    @WithDefault("3000")
    @Min(1)
    int maxConnectionsPerAddress();

    /// How long a connection may be open before the first request on it has come, with all of its headers.
    @WithDefault("10S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 5)
    Duration firstRequestWithin();

    /// Addresses or networks (`10.0.0.0/8`) of the proxies in front of the gateways, separated by commas.
    /// What they say in `X-Forwarded-For` is believed.
    Optional<Set<String>> trustedProxies();

    /// Under which address browsers reach the suite, as `https://host[:port]`; by default what the
    /// request says. To be set where something before the gateways ends TLS: cookies and the way back
    /// from signing in depend on it.
    Optional<URI> publicUrl();

    /// How it goes.
    Drain drain();

    /// How a gateway goes when it is told to (SIGTERM).
    interface Drain {

        /// How long it goes on as before, but says that it is not ready, so that whoever chooses among gateways sends
        /// nothing new to it any more.
        @WithDefault("0S")
        @DurationMin(seconds = 0)
        @DurationMax(minutes = 10)
        Duration notice();

        /// How long requests that are on their way then may take to end; what is longer is cut off. Sockets are sent
        /// away at once.
        @WithDefault("3S")
        @DurationMin(seconds = 0)
        @DurationMax(hours = 6)
        Duration patience();
    }
}
