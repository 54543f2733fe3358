package dev.atrium.gateway.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// HTTP/2 is spoken over TLS. Without TLS it is HTTP/1.1, and the wish to change over to HTTP/2
/// (`Upgrade: h2c`, obsolete since RFC 9113) is ignored: Vert.x loses the body of the request that
/// carries it.
@ApplicationScoped
final class NoUpgradeToHttp2 implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
