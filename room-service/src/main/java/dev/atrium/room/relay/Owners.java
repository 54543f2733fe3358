package dev.atrium.room.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.placement.PlacementTable;
import dev.atrium.platform.placement.Placements;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.ForwardedFor;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.socket.SocketConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The nodes that serve rooms, as others speak to them on behalf of their clients.
@ApplicationScoped
public final class Owners {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    /// Of a WebSocket message of an owner: what a tick brings, or a part of what was missed.
    public static final int MESSAGE_BYTES = 1 << 25;

    static final int QUESTIONS_AT_ONCE = 8;

    /// A connection on which nothing comes is dead: the owner pings.
    private static final int MISSED_PINGS = 2;

    private static final Duration PING_DELAY = Duration.ofSeconds(5);

    private final Supplier<PlacementTable> placements;
    private final RelayTokens tokens;
    private final URI self;
    private final Duration patience;
    private final HttpClient http;
    private final WebSocketClient sockets;

    /// @param answer how long an owner may take to answer a question, or a handshake
    /// @param silence after so long without a word an owner is gone
    record Patience(Duration answer, Duration silence) {}

    @Inject
    Owners(
            Vertx vertx,
            Placements placements,
            RelayTokens tokens,
            @ConfigProperty(name = "atrium.room.node.url") URI self,
            SocketConfig config) {
        this(
                vertx,
                placements::table,
                tokens,
                self,
                new Patience(
                        PATIENCE,
                        config.pingInterval().multipliedBy(MISSED_PINGS).plus(PING_DELAY)));
    }

    Owners(Vertx vertx, Supplier<PlacementTable> placements, RelayTokens tokens, URI self, Patience patience) {
        this.placements = placements;
        this.tokens = tokens;
        this.self = self;
        this.patience = patience.answer();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(QUESTIONS_AT_ONCE).setConnectTimeout(CONNECT_TIMEOUT_MS));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(Integer.MAX_VALUE)
                .setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // What is sent there says nothing about whether anybody hears it.
                .setReadIdleTimeout(Math.toIntExact(patience.silence().toMillis()))
                .setMaxFrameSize(MESSAGE_BYTES)
                .setMaxMessageSize(MESSAGE_BYTES));
    }

    /// Where the room is served; empty while it moves.
    public Optional<URI> of(RoomKey room) {
        return placements.get().owner(room.room(), self);
    }

    /// Asks the owner whether somebody may read the room.
    Future<Verdict> ask(RoomKey room, Caller caller) {
        Optional<URI> owner = of(room);
        Optional<String> token = tokens.of(caller);
        if (owner.isEmpty() || token.isEmpty()) {
            return Future.succeededFuture(new Verdict.Unknown());
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(owner.get().getHost())
                .setPort(owner.get().getPort())
                .setSsl(isSecure(owner.get()))
                .setURI("/api/rooms/" + room.room())
                .setHeaders(bearer(token.get()))
                // Also of a question that waits for a connection: once it is given up, nobody needs it asked.
                .setConnectTimeout(patience.toMillis())
                .setIdleTimeout(patience.toMillis());
        // The body is asked for in the turn of the event loop that brought the head: a turn later it may have passed.
        return http.request(request)
                .compose(outgoing ->
                        outgoing.send().compose(answer -> answer.body().map(body -> verdict(answer, body))))
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(_ -> new Verdict.Unknown());
    }

    /// Joins the room at its owner, as one client for all who watch here. Fails if that is not possible now.
    ///
    /// @param after behind which sequence number everything is wanted
    Future<WebSocket> join(RoomKey room, URI owner, long after) {
        String target = "/api/rooms/" + room.room() + "/relay?after=" + after;
        return connect(owner, target, tokens.own(room.tenant()).map(Owners::bearer), patience);
    }

    /// Opens a TinyBase socket of one room at its owner, in the name of a client that shares the room's document on a
    /// channel of a socket here. Fails if that is not possible now, or if the client may not: see [#refusal].
    ///
    /// @param address that the client comes from; empty if it is not known
    public Future<WebSocket> share(RoomKey room, URI owner, Caller caller, String address) {
        String target = "/api/rooms/" + room.room() + "/tinybase?channel=true";
        Optional<MultiMap> headers =
                tokens.of(caller).map(token -> bearer(token).set(ForwardedFor.HEADER, address));
        return connect(owner, target, headers, patience);
    }

    /// Why an owner has refused a handshake to a client, if for anything that concerns the client or the room; empty
    /// if the owner could not be asked.
    public static Optional<ProblemType> refusal(Throwable failure) {
        if (!(failure instanceof UpgradeRejectedException rejected)) {
            return Optional.empty();
        }
        return switch (rejected.getStatus()) {
            case 403 -> Optional.of(ProblemType.FORBIDDEN);
            case 404 -> Optional.of(ProblemType.NOT_FOUND);
            case 503 ->
                isAbout(ProblemType.ROOM_FULL, rejected.getBody())
                        ? Optional.of(ProblemType.ROOM_FULL)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isAbout(ProblemType type, @Nullable Buffer body) {
        try {
            return body != null
                    && Json.read(body.getBytes(), JsonNode.class)
                            .path("type")
                            .asText()
                            .equals(type.uri());
        } catch (UncheckedIOException e) {
            // Whoever stands between has answered.
            return false;
        }
    }

    private Future<WebSocket> connect(URI owner, String target, Optional<MultiMap> headers, Duration handshake) {
        if (headers.isEmpty()) {
            return Future.failedFuture("this node has no signing key");
        }
        return sockets.connect(new WebSocketConnectOptions()
                .setHost(owner.getHost())
                .setPort(owner.getPort())
                .setSsl(isSecure(owner))
                .setURI(target)
                .setHeaders(headers.get())
                .setTimeout(handshake.toMillis()));
    }

    /// Opens a socket of a room at this node itself, in the name of a client, as if that came from the gateway.
    ///
    /// @param handshake how long it may take
    Future<WebSocket> comeSelf(RoomKey room, Caller caller, Duration handshake) {
        Optional<MultiMap> headers = tokens.of(caller).map(Owners::bearer);
        return connect(self, "/api/rooms/" + room.room() + "/ws", headers, handshake);
    }

    private static Verdict verdict(HttpClientResponse answer, Buffer body) {
        try {
            return switch (answer.statusCode()) {
                case 200 -> new Verdict.Allowed(Json.read(body.getBytes(), RoomView.class));
                case 403, 404 -> new Verdict.Denied(problem(answer.statusCode(), body));
                // Also where it does not take our own signature: that says nothing about the caller.
                default -> new Verdict.Unknown();
            };
        } catch (UncheckedIOException e) {
            return new Verdict.Unknown();
        }
    }

    private static Problem problem(int status, Buffer body) {
        ProblemType type = ProblemType.ofStatus(status);
        String detail =
                Json.read(body.getBytes(), JsonNode.class).path("detail").asText(type.cause());
        return Problem.of(type, detail);
    }

    private static boolean isSecure(URI url) {
        return "https".equals(url.getScheme());
    }

    private static MultiMap bearer(String token) {
        return MultiMap.caseInsensitiveMultiMap().set("Authorization", "Bearer " + token);
    }
}
