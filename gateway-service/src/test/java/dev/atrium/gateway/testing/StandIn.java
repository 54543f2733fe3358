package dev.atrium.gateway.testing;

import dev.atrium.platform.testing.Patience;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Stands for the services and for the identity provider's key endpoint: remembers what the gateway
/// sends, and answers as the test says.
public final class StandIn {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Reply NOT_TOLD = new Reply(401, "{\"error\":\"invalid_token\"}");
    private static @Nullable StandIn started;

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Handler<HttpServerRequest> behaviour = this::answerOk;
    private volatile Handler<ServerWebSocket> sockets = StandIn::echo;
    private volatile AccessTokens provider = AccessTokens.withNewKey();
    private volatile boolean givesKeys = true;
    private volatile Function<Map<String, String>, String> exchange = _ -> "";
    private volatile Function<String, Reply> userInfo = _ -> NOT_TOLD;
    private @Nullable HttpServer server;

    /// A request as a service gets it.
    public record Seen(String method, String uri, MultiMap headers) {}

    /// What the provider answers.
    public record Reply(int status, String json) {}

    private StandIn() {}

    /// The one of this run, listening and with its usual manners.
    public static synchronized StandIn fresh() {
        StandIn standIn = started == null ? new StandIn() : started;
        started = standIn;
        standIn.listen();
        standIn.seen.clear();
        standIn.behaviour = standIn::answerOk;
        standIn.sockets = StandIn::echo;
        standIn.givesKeys = true;
        standIn.exchange = _ -> "";
        standIn.userInfo = _ -> NOT_TOLD;
        return standIn;
    }

    /// How requests are answered from now on.
    public void answers(Handler<HttpServerRequest> newBehaviour) {
        behaviour = newBehaviour;
    }

    /// What is done with WebSockets from now on; they are accepted.
    public void meets(Handler<ServerWebSocket> newBehaviour) {
        sockets = newBehaviour;
    }

    /// The identity provider, whose key is published.
    public AccessTokens provider() {
        return provider;
    }

    public void provider(AccessTokens newProvider) {
        provider = newProvider;
    }

    /// How the provider changes codes into tokens from now on.
    ///
    /// @param newExchange from the form to a JSON document; empty: refused
    public void exchanges(Function<Map<String, String>, String> newExchange) {
        exchange = newExchange;
    }

    /// What the provider tells of the user of an access token from now on.
    public void tellsOfUsers(Function<String, Reply> newUserInfo) {
        userInfo = newUserInfo;
    }

    /// Answers who asks for the provider's keys with an error, until [#fresh].
    public void failsToGiveKeys() {
        givesKeys = false;
    }

    /// All requests that came, without those for keys and health.
    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    /// The only request that came.
    public Seen onlySeen() {
        if (seen.size() != 1) {
            throw new AssertionError("requests seen: " + seen);
        }
        return seen.getFirst();
    }

    /// Stops to listen, until [#fresh].
    public synchronized void away() {
        if (server != null) {
            await(server.close());
            server = null;
        }
    }

    private synchronized void listen() {
        if (server == null) {
            int port = ConfigProvider.getConfig().getValue("test.stand-in.port", Integer.class);
            HttpServer created = VERTX.createHttpServer(new HttpServerOptions()
                            .setWebSocketSubProtocols(List.of("atrium.v1", "tinybase"))
                            .setMaxWebSocketFrameSize(1 << 20)
                            .setMaxWebSocketMessageSize(1 << 20))
                    .requestHandler(this::handle);
            await(created.listen(port, "127.0.0.1"));
            server = created;
        }
    }

    private void handle(HttpServerRequest request) {
        if (AccessTokens.KEYS_PATH.equals(request.path()) && !givesKeys) {
            request.response().setStatusCode(500).end();
        } else if (AccessTokens.KEYS_PATH.equals(request.path())) {
            request.response().putHeader("Content-Type", "application/json").end(provider.keySet());
        } else if (AccessTokens.DISCOVERY_PATH.equals(request.path())) {
            request.response().putHeader("Content-Type", "application/json").end(AccessTokens.discovery());
        } else if (AccessTokens.TOKEN_PATH.equals(request.path())) {
            giveTokens(request);
        } else if (AccessTokens.USER_INFO_PATH.equals(request.path())) {
            tellOfUser(request);
        } else if ("/q/health/ready".equals(request.path())) {
            request.response().end();
        } else {
            seen.add(new Seen(
                    request.method().name(),
                    request.uri(),
                    MultiMap.caseInsensitiveMultiMap().addAll(request.headers())));
            behaviour.handle(request);
        }
    }

    /// As the gateway's client, which has a secret.
    private void giveTokens(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.endHandler(_ -> {
            Map<String, String> form = new TreeMap<>();
            request.formAttributes().forEach(attribute -> form.put(attribute.getKey(), attribute.getValue()));
            String basic = Base64.getEncoder()
                    .encodeToString("atrium-web:secret+of+the+client".getBytes(StandardCharsets.UTF_8));
            String tokens = ("Basic " + basic).equals(request.getHeader("Authorization")) ? exchange.apply(form) : "";
            request.response()
                    .setStatusCode(tokens.isEmpty() ? 400 : 200)
                    .putHeader("Content-Type", "application/json")
                    .end(tokens.isEmpty() ? "{\"error\":\"invalid_grant\"}" : tokens);
        });
    }

    private void tellOfUser(HttpServerRequest request) {
        String bearer = String.valueOf(request.getHeader("Authorization"));
        Reply reply = userInfo.apply(bearer.replaceFirst("^Bearer ", ""));
        request.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", "application/json")
                .end(reply.json());
    }

    /// Accepts a WebSocket, or reads the body and says ok.
    private void answerOk(HttpServerRequest request) {
        if (request.headers().contains("Upgrade")) {
            request.toWebSocket().onSuccess(sockets);
        } else {
            request.body()
                    .onSuccess(body -> request.response()
                            .putHeader("Content-Type", "application/json")
                            .end("{\"bytes\":" + body.length() + "}"));
        }
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(text -> socket.writeTextMessage("echo " + text));
        socket.binaryMessageHandler(socket::writeBinaryMessage);
    }

    private static void await(io.vertx.core.Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
