package dev.atrium.room.socket;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// How the HTTP server speaks WebSocket.
@ApplicationScoped
final class ServerOptions implements HttpServerOptionsCustomizer {

    /// A single frame that is larger ends the connection, before it is in memory.
    private static final int FRAME_BYTES_MAX = 1 << 20;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(FRAME_BYTES_MAX);
        options.setMaxWebSocketMessageSize(FRAME_BYTES_MAX);
        // Many small frames: compression would cost memory and CPU per socket, and the shared encoding.
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
