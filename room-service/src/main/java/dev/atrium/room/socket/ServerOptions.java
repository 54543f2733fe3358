package dev.atrium.room.socket;

import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.tinybase.Multiplex;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// How the HTTP server speaks WebSocket.
@ApplicationScoped
final class ServerOptions implements HttpServerOptionsCustomizer {

    /// A single frame that is larger ends the connection, before it is in memory. TinyBase clients send a payload as
    /// one frame; other sockets lower this with [FrameLimit].
    private static final int FRAME_BYTES_MAX = 1 << 24;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(FRAME_BYTES_MAX);
        options.setMaxWebSocketMessageSize(FRAME_BYTES_MAX);
        options.setWebSocketSubProtocols(List.of(ServerFrame.Hello.PROTOCOL, Multiplex.PROTOCOL));
        // Many small frames: compression would cost memory and CPU per socket, and the shared encoding.
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
    }
}
