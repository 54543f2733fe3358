package dev.atrium.gateway.testing;

import dev.atrium.platform.limit.Limit;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Points the gateway to [StandIn] instead of the services and the identity provider, except for
/// search-service, at whose address nobody listens. Limits are far away, and what is used of them comes
/// back so slowly that tests need not hurry.
public final class Addresses implements QuarkusTestResourceLifecycleManager {

    /// Of how many requests half must fail until a service is left alone.
    public static final int BREAKER_WINDOW = 20;

    private static final String LARGE = "1000000/365D";

    @Override
    public Map<String, String> start() {
        try (ServerSocket live = anyPort();
                ServerSocket dead = anyPort()) {
            String standIn = "http://127.0.0.1:" + live.getLocalPort();
            String nobody = "http://127.0.0.1:" + dead.getLocalPort();
            return Stream.concat(
                            limits(),
                            Stream.of(
                                    // As the other ports of a test: if some were fixed and some not, the metrics of
                                    // the servers would have different tags, and the start would hang.
                                    Map.entry("quarkus.http.test-ssl-port", "0"),
                                    Map.entry(
                                            "quarkus.http.ssl.certificate.key-store-file",
                                            Certificate.make().toString()),
                                    Map.entry("quarkus.http.ssl.certificate.key-store-password", Certificate.PASSWORD),
                                    Map.entry("test.stand-in.port", Integer.toString(live.getLocalPort())),
                                    Map.entry("atrium.upstream.room.url", standIn),
                                    Map.entry("atrium.upstream.room.health", standIn + "/q/health/ready"),
                                    Map.entry("atrium.upstream.room.timeout", "5S"),
                                    Map.entry("atrium.upstream.media.url", standIn),
                                    Map.entry("atrium.upstream.media.health", standIn + "/q/health/ready"),
                                    Map.entry("atrium.upstream.media.timeout", "30S"),
                                    Map.entry("atrium.upstream.jobs.url", standIn),
                                    Map.entry("atrium.upstream.jobs.health", standIn + "/q/health/ready"),
                                    Map.entry("atrium.upstream.jobs.timeout", "30S"),
                                    Map.entry("atrium.upstream.search.url", nobody),
                                    Map.entry("atrium.upstream.search.health", nobody + "/q/health/ready"),
                                    Map.entry("atrium.routes.shop.prefix", "/api/shop"),
                                    Map.entry("atrium.routes.shop.url", standIn),
                                    Map.entry("atrium.routes.shop.max-body", "2K"),
                                    Map.entry("atrium.routes.shop.sockets", "true"),
                                    Map.entry("atrium.routes.board.prefix", "/api/board"),
                                    Map.entry("atrium.routes.board.url", standIn),
                                    Map.entry("atrium.routes.board.access", "anonymous"),
                                    Map.entry("atrium.routes.depot.prefix", "/api/depot"),
                                    Map.entry("atrium.routes.depot.url", standIn),
                                    Map.entry("atrium.routes.depot.access", "anonymous"),
                                    Map.entry("atrium.routes.depot.max-body", "2M"),
                                    Map.entry("atrium.routes.office.prefix", "/api/office"),
                                    Map.entry("atrium.routes.office.url", standIn),
                                    Map.entry("atrium.routes.office.access", "admin"),
                                    Map.entry("atrium.routes.lost.prefix", "/api/lost"),
                                    Map.entry("atrium.routes.lost.url", nobody),
                                    Map.entry("atrium.routes.lost.access", "anonymous"),
                                    Map.entry("atrium.proxy.socket-origins", "https://app.example"),
                                    Map.entry("atrium.proxy.breaker-pause", "5S"),
                                    Map.entry("atrium.proxy.breaker-window", Integer.toString(BREAKER_WINDOW)),
                                    Map.entry("atrium.proxy.socket-patience", "15S"),
                                    Map.entry("atrium.organisation.believe-without-database", "1S"),
                                    Map.entry("atrium.operator.tenant", "operators"),
                                    Map.entry("atrium.plans.named.tiny.limits.messages", "10"),
                                    Map.entry("atrium.plans.named.tiny.limits.workflows", "1"),
                                    Map.entry("atrium.plans.named.tiny.limits.stored-bytes", "1000"),
                                    Map.entry("atrium.plans.named.tiny.limits.members", "2"),
                                    Map.entry("atrium.plans.named.tiny.prices", "price_tiny"),
                                    Map.entry("atrium.plans.named.small.limits.messages", "12"),
                                    Map.entry("atrium.plans.named.brief.limits.socket-seconds", "1000000"),
                                    Map.entry("atrium.oidc.issuer", standIn + AccessTokens.ISSUER_PATH),
                                    Map.entry("atrium.oidc.secret", "secret of the client"),
                                    Map.entry("atrium.cors.rules.app.paths", "/api/rooms,/api/sessions"),
                                    Map.entry("atrium.cors.rules.app.origins", "https://pages.example"),
                                    Map.entry("atrium.cors.rules.app.credentials", "true"),
                                    Map.entry("atrium.cors.rules.readers.paths", "/api/rooms"),
                                    Map.entry("atrium.cors.rules.readers.origins", "*")))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, special) -> special));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Map.Entry<String, String>> limits() {
        return Stream.concat(
                Arrays.stream(Limit.values()).map(limit -> Map.entry("atrium.limits." + limit.policy(), LARGE)),
                Stream.of(
                        Map.entry("atrium.limits.open-sockets-per-ip", "2000"),
                        Map.entry("atrium.limits.open-sockets-per-key", "2000"),
                        Map.entry("atrium.limits.open-sockets-per-user", "2000"),
                        Map.entry("atrium.limits.open-sockets-per-tenant", "2000"),
                        Map.entry("atrium.limits.tenants.narrow.open-sockets-per-user", "2"),
                        Map.entry("atrium.limits.uploaded-bytes-per-ip", "1000G/365D"),
                        Map.entry("atrium.limits.uploaded-bytes-per-key", "1000G/365D"),
                        Map.entry("atrium.limits.downloaded-bytes-per-ip", "1000G/365D"),
                        Map.entry("atrium.limits.downloaded-bytes-per-key", "1000G/365D"),
                        Map.entry("atrium.limits.downloaded-bytes-per-user", "1000G/365D"),
                        Map.entry("atrium.limits.downloaded-bytes-per-tenant", "1000G/365D"),
                        Map.entry("atrium.limits.webhook-bytes-per-key", "1000G/365D"),
                        Map.entry("atrium.limits.webhook-bytes-per-user", "1000G/365D"),
                        Map.entry("atrium.limits.webhook-bytes-per-tenant", "1000G/365D"),
                        Map.entry("atrium.limits.cache-bytes-per-ip", "1000G/365D"),
                        Map.entry("atrium.limits.cache-bytes-per-key", "1000G/365D"),
                        Map.entry("atrium.limits.cache-bytes-per-user", "1000G/365D"),
                        Map.entry("atrium.limits.cache-bytes-per-tenant", "1000G/365D"),
                        Map.entry("atrium.cache.bytes-per-tenant", "1M"),
                        Map.entry("atrium.cache.bytes-of-commons", "4M"),
                        Map.entry("atrium.limits.tenants.narrow.cache-bytes-per-user", "1000/365D"),
                        Map.entry("atrium.limits.tenants.narrow.welcomes-per-user", "1/365D"),
                        Map.entry("atrium.limits.tenants.small.webhook-bytes-per-user", "1000/365D"),
                        Map.entry("atrium.limits.patience", "3S"),
                        Map.entry("atrium.limits.tenants.small.messages-per-user", "2/365D"),
                        Map.entry("atrium.limits.tenants.tiny.requests-per-tenant", "2/365D"),
                        Map.entry("atrium.limits.routes.plans.match", "GET /api/schedules,GET /api/workflows/{id}"),
                        Map.entry("atrium.limits.routes.plans.per-key", LARGE),
                        Map.entry("atrium.limits.routes.plans.per-user", LARGE),
                        Map.entry("atrium.edge.trusted-proxies", "127.0.0.1"),
                        // Of others than the proxy.
                        Map.entry("atrium.edge.max-connections-per-address", "20")));
    }

    @Override
    public void stop() {
        // The ports were never held.
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
