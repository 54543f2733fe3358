package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.shard.Visit;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// The handshake of a socket in a room. Everything is checked before the connection is upgraded, so that refusals are
/// ordinary problem documents.
@ApplicationScoped
public final class Handshake {

    private static final Logger LOG = Logger.getLogger(Handshake.class);

    /// After Quarkus' authentication and authorization, which have negative orders: a route before them would open
    /// sockets to everybody.
    private static final int AFTER_AUTHORIZATION = 100;

    private final Rooms rooms;
    private final IdentityProviderManager identities;
    private final Sockets sockets;

    Handshake(Rooms rooms, IdentityProviderManager identities, Sockets sockets) {
        this.rooms = rooms;
        this.identities = identities;
        this.sockets = sockets;
    }

    /// What is spoken on a socket.
    @FunctionalInterface
    public interface Dialect {

        /// Reads what the request asks for.
        ///
        /// @throws ProblemException if that is not possible
        Opening prepare(HttpServerRequest request);
    }

    /// Takes a socket whose client may read the room.
    @FunctionalInterface
    public interface Opening {

        /// Called on the connection's event loop, before any frame is read.
        void start(Connection connection, RoomKey room, Caller caller);
    }

    /// Takes handshakes at a path that has the room's id as `:room`.
    ///
    /// @param subProtocol the only one that is agreed upon there, if the client offers it
    public void register(Router router, String path, String subProtocol, Dialect dialect) {
        router.get(path).order(AFTER_AUTHORIZATION).handler(context -> {
            offerOnly(subProtocol, context.request().headers());
            open(context, dialect);
        });
    }

    /// The server would choose among the protocols of all dialects.
    private static void offerOnly(String subProtocol, MultiMap headers) {
        List<String> offers = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        boolean offered = offers.stream()
                .flatMap(offer -> Arrays.stream(offer.split(",")))
                .anyMatch(offer -> offer.strip().equals(subProtocol));
        headers.remove(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (offered) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, subProtocol);
        }
    }

    private void open(RoutingContext context, Dialect dialect) {
        Context loop = context.vertx().getOrCreateContext();
        // No frame may arrive before somebody listens.
        context.request().pause();
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(identity -> loop.runOnContext(_ -> open(context, loop, identity, dialect)), context::fail);
    }

    private void open(RoutingContext context, Context loop, SecurityIdentity identity, Dialect dialect) {
        try {
            Caller caller = CurrentCaller.of(identity);
            if (!caller.may("rooms:read")) {
                throw new ProblemException(ProblemType.FORBIDDEN, "Reading needs the scope rooms:read.");
            }
            Opening opening = dialect.prepare(context.request());
            requireHandshake(context.request());
            RoomKey key = Optional.ofNullable(context.pathParam("room"))
                    .flatMap(room -> RoomKey.parse(caller.tenant(), room))
                    .orElseThrow(ProblemException::notFound);
            rooms.look(key, visit(context, loop, key, caller, opening));
        } catch (ProblemException e) {
            refuse(context, e.problem());
        }
    }

    private Visit visit(RoutingContext context, Context loop, RoomKey key, Caller caller, Opening opening) {
        return new Visit() {
            @Override
            public void enter(Room room, Fanout fanout) {
                if (room.roleOf(caller, sockets.clock().instant()).isPresent()) {
                    loop.runOnContext(_ -> upgrade(context, key, caller, opening));
                } else {
                    refused(Decision.Refused.NOT_FOUND);
                }
            }

            @Override
            public void refused(Decision.Refused reason) {
                loop.runOnContext(_ -> refuse(context, Problem.of(reason.type(), reason.detail())));
            }
        };
    }

    private void upgrade(RoutingContext context, RoomKey key, Caller caller, Opening opening) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        context.request()
                .toWebSocket()
                .onSuccess(webSocket -> opening.start(new Connection(webSocket, channel, sockets), key, caller))
                // The client went away, or its handshake was wrong and is answered already.
                .onFailure(failure -> LOG.debugf("no socket came about: room=%s error=%s", key.room(), failure));
    }

    private static void refuse(RoutingContext context, Problem problem) {
        context.request().resume();
        Problem.send(context, problem);
    }

    private static void requireHandshake(HttpServerRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "This address takes WebSocket handshakes (RFC 6455) only.");
        }
    }
}
