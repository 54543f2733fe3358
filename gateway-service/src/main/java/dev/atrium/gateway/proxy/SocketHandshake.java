package dev.atrium.gateway.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import dev.atrium.platform.web.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks a service for the other end of a client's WebSocket. If the service agrees, both ends become streams of bytes
/// ([SocketPair]); else the client is told why not. Belongs to one event loop.
final class SocketHandshake {

    private static final Logger LOG = Logger.getLogger(SocketHandshake.class);
    private static final int SWITCHING_PROTOCOLS = 101;

    /// More than a problem document has.
    private static final int REFUSAL_BYTES = 64 << 10;

    private static final String SUB_PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String SEVERAL_ROOMS = "tinybase";
    private static final List<String> AGREED = List.of(
            "Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol");

    private final RoutingContext context;
    private final Breakers breakers;
    private final Services services;
    private final BiConsumer<Directory.Node, SocketPair.Ends> agreed;
    private boolean detoured;
    private boolean followed;
    private Directory.@Nullable Node lost;
    private boolean settled;
    private boolean joined;

    /// Where a socket may be had.
    ///
    /// @param target path and query
    record Place(Directory.Node node, String target) {}

    /// How services are asked.
    interface Services {

        /// A request that has all headers of the handshake.
        Future<HttpClientRequest> connect(Place place);

        /// Where else a full room says that the socket may be had; empty if that may not be asked.
        Optional<Place> detour(String address);

        /// Where the socket may be had by now instead; empty if that is not known.
        Future<Optional<Place>> successor(Directory.Node node);

        /// Where the socket may be had soon, as its node cannot be reached; empty if that takes too long.
        Future<Optional<Place>> heir(Directory.Node lost);
    }

    /// @param agreed gets both ends, paused, and the node that has the inner one
    SocketHandshake(
            RoutingContext context,
            Breakers breakers,
            Services services,
            BiConsumer<Directory.Node, SocketPair.Ends> agreed) {
        this.context = context;
        this.breakers = breakers;
        this.services = services;
        this.agreed = agreed;
    }

    /// Asks the first of these places whose node answers as a rule (GW-15), and can be reached: where
    /// there is no connection, nothing was sent. Where the only node that will do is gone, waits for the
    /// one that takes over.
    ///
    /// @param places any of which will do
    void ask(List<Place> places) {
        if (!places.isEmpty()) {
            lost = places.getLast().node();
        }
        places.stream()
                .filter(place -> breakers.admits(place.node()))
                .findFirst()
                .ifPresentOrElse(
                        place -> connect(place, places.subList(places.indexOf(place) + 1, places.size())),
                        this::askHeir);
    }

    private void connect(Place place, List<Place> others) {
        services.connect(place)
                .onSuccess(outgoing -> ask(place.node(), outgoing))
                .onFailure(failure -> unreachable(place, others, failure));
    }

    /// Who comes before anybody has taken over from a node that died need not come again and again, each
    /// time later; waits once. Who has opened the room since is alive, also if it is the node that was left alone.
    private void askHeir() {
        Directory.Node node = lost;
        if (node == null || followed || !breakers.isGone(node)) {
            refuseAsUnavailable();
            return;
        }
        followed = true;
        services.heir(node)
                .onSuccess(
                        found -> found.ifPresentOrElse(place -> connect(place, List.of()), this::refuseAsUnavailable));
    }

    private void ask(Directory.Node node, HttpClientRequest outgoing) {
        // Its end is told by what waits for the answer, and once connected by the streams; this would be in addition.
        outgoing.exceptionHandler(_ -> {});
        if (context.response().closed()) {
            outgoing.reset();
            return;
        }
        // A connection that the client resets fails before it is closed: then nobody is there to be told anything.
        context.response().exceptionHandler(_ -> {
            settled = true;
            outgoing.reset();
        });
        long timer = context.vertx().setTimer(node.timeout().toMillis(), _ -> {
            breakers.failed(node);
            refuse(ProblemType.TIMEOUT, ProblemType.TIMEOUT.cause());
            outgoing.reset();
        });
        outgoing.connect()
                .onComplete(_ -> context.vertx().cancelTimer(timer))
                .onSuccess(answer -> answered(node, answer))
                .onFailure(_ -> brokenOff(node));
    }

    private void unreachable(Place place, List<Place> others, Throwable failure) {
        breakers.unreachable(place.node());
        LOG.warnf("no connection for a WebSocket: %s request=%s", failure.getMessage(), RequestId.of(context));
        ask(others);
    }

    private void refuseAsUnavailable() {
        refuse(ProblemType.UNAVAILABLE, "A service that this request needs is not running at the moment.");
    }

    /// By the node, if it was not by the client, or here because it took too long.
    private void brokenOff(Directory.Node node) {
        if (!settled && !context.response().closed()) {
            breakers.failed(node);
        }
        refuse(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause());
    }

    private void answered(Directory.Node node, HttpClientResponse answer) {
        breakers.answered(node);
        if (answer.statusCode() == SWITCHING_PROTOCOLS) {
            join(node, answer);
        } else if (answer.statusCode() == ProblemType.UNAUTHENTICATED.status()) {
            LOG.errorf("a service refuses the gateway's token request=%s", RequestId.of(context));
            answer.request().reset();
            refuse(ProblemType.BAD_GATEWAY, "A service behind the gateway refused the gateway.");
        } else if (answer.statusCode() < ProblemType.INVALID_REQUEST.status()) {
            answer.request().reset();
            refuse(ProblemType.INVALID_REQUEST, "There is no WebSocket at this address.");
        } else {
            Optional<Place> elsewhere = elsewhere(node, answer);
            if (elsewhere.isPresent()) {
                ask(List.of(elsewhere.get()));
            } else {
                Future<Buffer> body = body(node, answer);
                successor(node, answer)
                        .onSuccess(found -> found.ifPresentOrElse(
                                place -> ask(List.of(place)),
                                () -> body.onSuccess(bytes -> passOn(answer, bytes))
                                        .onFailure(_ ->
                                                refuse(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause()))));
            }
        }
    }

    /// One hop only: who is sent on is not sent on again.
    private Optional<Place> elsewhere(Directory.Node node, HttpClientResponse answer) {
        String address = answer.getHeader(RelayHeader.NAME);
        if (address == null || detoured || answer.statusCode() != ProblemType.ROOM_FULL.status()) {
            return Optional.empty();
        }
        detoured = true;
        Optional<Place> elsewhere = services.detour(address);
        if (elsewhere.isPresent()) {
            // So that the connection may be used again.
            Future<Buffer> _ = body(node, answer);
        }
        return elsewhere;
    }

    /// Who comes while the room leaves its node need not come again; looked up once.
    private Future<Optional<Place>> successor(Directory.Node node, HttpClientResponse answer) {
        if (followed || answer.statusCode() != ProblemType.UNAVAILABLE.status()) {
            return Future.succeededFuture(Optional.empty());
        }
        followed = true;
        return services.successor(node);
    }

    /// What a service says when it refuses, for which it has as long as for its decision.
    /// Of what is not passed on nothing is read: it may be of any size, or have no end.
    private Future<Buffer> body(Directory.Node node, HttpClientResponse answer) {
        if (!isProblem(answer)) {
            answer.request().reset();
            return Future.succeededFuture(Buffer.buffer());
        }
        long timer = context.vertx()
                .setTimer(node.timeout().toMillis(), _ -> answer.request().reset());
        return whole(answer).onComplete(_ -> context.vertx().cancelTimer(timer));
    }

    private static Future<Buffer> whole(HttpClientResponse answer) {
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        answer.handler(piece -> {
            if (bytes.length() + piece.length() <= REFUSAL_BYTES) {
                bytes.appendBuffer(piece);
            } else {
                answer.request().reset();
            }
        });
        answer.exceptionHandler(whole::tryFail);
        answer.endHandler(_ -> whole.tryComplete(bytes));
        return whole.future();
    }

    private static boolean isProblem(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(Problem.MEDIA_TYPE);
    }

    private void join(Directory.Node node, HttpClientResponse answer) {
        NetSocket inside = answer.netSocket();
        inside.pause();
        // The connection of a client that leaves just now becomes no socket, and no failure is told either.
        context.addEndHandler(_ -> {
            if (!joined) {
                inside.close();
            }
        });
        if (settled || context.response().closed()) {
            inside.close();
            return;
        }
        settled = true;
        HttpServerResponse response = context.response().setStatusCode(SWITCHING_PROTOCOLS);
        for (String name : AGREED) {
            if (answer.headers().contains(name)) {
                response.putHeader(name, answer.headers().getAll(name));
            }
        }
        context.request()
                .toNetSocket()
                .onSuccess(outside -> {
                    joined = true;
                    agreed.accept(
                            followsItsRooms(answer) ? node.forItself() : node,
                            new SocketPair.Ends(
                                    outside, inside, answer.request().connection()));
                })
                .onFailure(_ -> inside.close());
    }

    /// Whether the socket goes on when the room of its address moves: TinyBase's sub-protocol for several rooms.
    private static boolean followsItsRooms(HttpClientResponse answer) {
        return SEVERAL_ROOMS.equals(answer.getHeader(SUB_PROTOCOL));
    }

    /// The service says no, in its own words if these are a problem document.
    private void passOn(HttpClientResponse answer, Buffer body) {
        if (answer.headers().contains(HttpHeaders.RETRY_AFTER)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, answer.getHeader(HttpHeaders.RETRY_AFTER));
        }
        if (!isProblem(answer)) {
            ProblemType problem = ProblemType.ofStatus(answer.statusCode());
            refuse(problem, problem.cause());
        } else if (!settled && !context.response().closed()) {
            settled = true;
            if (!Refusal.tell(context, answer.statusCode(), problemType(answer, body))) {
                Refusal.discardBody(context.request());
                context.response()
                        .setStatusCode(answer.statusCode())
                        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .end(body);
            }
        }
    }

    private static String problemType(HttpClientResponse answer, Buffer body) {
        String byStatus = ProblemType.ofStatus(answer.statusCode()).uri();
        try {
            return Json.read(body.getBytes(), JsonNode.class).path("type").asText(byStatus);
        } catch (UncheckedIOException e) {
            LOG.errorf("a service's problem document is none: %s", e.getMessage());
            return byStatus;
        }
    }

    private void refuse(ProblemType type, String detail) {
        if (!settled && !context.response().closed()) {
            settled = true;
            Refusal.send(context, type, detail);
        }
    }
}
