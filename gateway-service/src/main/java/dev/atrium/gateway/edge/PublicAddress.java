package dev.atrium.gateway.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Under which address browsers reach the suite: as configured where something before the gateway ends
/// TLS, else as the request says.
@Singleton
public class PublicAddress {

    private static final String HTTPS = "https";

    private final Optional<URI> configured;

    PublicAddress(EdgeConfig config) {
        this.configured = config.publicUrl();
        configured.ifPresent(PublicAddress::demandOrigin);
    }

    /// Scheme, host and port: `https://atrium.example`.
    public String origin(HttpServerRequest request) {
        return configured
                .map(url -> url.getScheme() + "://" + url.getAuthority())
                .orElseGet(() -> request.scheme() + "://" + request.authority());
    }

    /// Host and port; null if the client did not say under which it reached the gateway.
    @Nullable
    String authority(HttpServerRequest request) {
        HostAndPort said = request.authority();
        return configured.map(URI::getAuthority).orElse(said == null ? null : said.toString());
    }

    /// Whether the client speaks TLS.
    public boolean isEncrypted(HttpServerRequest request) {
        return HTTPS.equals(configured.map(URI::getScheme).orElse(request.scheme()));
    }

    private static void demandOrigin(URI url) {
        boolean web = HTTPS.equals(url.getScheme()) || "http".equals(url.getScheme());
        String path = url.getRawPath();
        if (!web || url.getHost() == null || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException("atrium.edge.public-url must be https://host[:port], not " + url);
        }
    }
}
