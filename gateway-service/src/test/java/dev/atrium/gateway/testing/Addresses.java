package dev.atrium.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/// Points the gateway to [StandIn] instead of the services and the identity provider, except for search-service, at
/// whose address nobody listens.
public final class Addresses implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        try (ServerSocket live = anyPort();
                ServerSocket dead = anyPort()) {
            String standIn = "http://127.0.0.1:" + live.getLocalPort();
            String nobody = "http://127.0.0.1:" + dead.getLocalPort();
            return Map.ofEntries(
                    Map.entry("test.stand-in.port", Integer.toString(live.getLocalPort())),
                    Map.entry("atrium.upstream.room.url", standIn),
                    Map.entry("atrium.upstream.room.health", standIn + "/q/health/ready"),
                    Map.entry("atrium.upstream.room.timeout", "5S"),
                    Map.entry("atrium.upstream.media.url", standIn),
                    Map.entry("atrium.upstream.media.health", standIn + "/q/health/ready"),
                    Map.entry("atrium.upstream.media.timeout", "5S"),
                    Map.entry("atrium.upstream.jobs.url", standIn),
                    Map.entry("atrium.upstream.jobs.health", standIn + "/q/health/ready"),
                    Map.entry("atrium.upstream.jobs.timeout", "0.5S"),
                    Map.entry("atrium.upstream.search.url", nobody),
                    Map.entry("atrium.upstream.search.health", nobody + "/q/health/ready"),
                    Map.entry("atrium.proxy.socket-origins", "https://app.example"),
                    Map.entry("quarkus.oidc.auth-server-url", standIn + AccessTokens.REALM),
                    Map.entry("quarkus.oidc.token.issuer", standIn + AccessTokens.REALM));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The ports were never held.
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
