package dev.atrium.gateway.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

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

    /// Addresses or networks (`10.0.0.0/8`) of the proxies in front of the gateways, separated by commas.
    /// What they say in `X-Forwarded-For` is believed.
    Optional<Set<String>> trustedProxies();

    /// Under which address browsers reach the suite, as `https://host[:port]`; by default what the
    /// request says. To be set where something before the gateways ends TLS: cookies and the way back
    /// from signing in depend on it.
    Optional<URI> publicUrl();
}
