package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.Parameters;
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
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/// The handshake of a room's socket: `GET /api/rooms/{id}/ws`. Everything is checked before the connection is upgraded,
/// so that refusals are ordinary problem documents.
@ApplicationScoped
public final class SocketRoute {

    private static final Logger LOG = Logger.getLogger(SocketRoute.class);

    /// After Quarkus' authentication and authorization, which have negative orders: a route before them would open
    /// sockets to everybody.
    private static final int AFTER_AUTHORIZATION = 100;

    private final Rooms rooms;
    private final Sockets sockets;
    private final IdentityProviderManager identities;

    SocketRoute(Rooms rooms, Sockets sockets, IdentityProviderManager identities) {
        this.rooms = rooms;
        this.sockets = sockets;
        this.identities = identities;
    }

    void register(@Observes Router router) {
        router.get("/api/rooms/:room/ws").order(AFTER_AUTHORIZATION).handler(this::open);
    }

    private void open(RoutingContext context) {
        Context loop = context.vertx().getOrCreateContext();
        // No frame may arrive before somebody listens.
        context.request().pause();
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(identity -> loop.runOnContext(_ -> open(context, loop, identity)), context::fail);
    }

    private void open(RoutingContext context, Context loop, SecurityIdentity identity) {
        try {
            Caller caller = CurrentCaller.of(identity);
            if (!caller.may("rooms:read")) {
                throw new ProblemException(ProblemType.FORBIDDEN, "Reading needs the scope rooms:read.");
            }
            OptionalLong after = after(context.request());
            requireHandshake(context.request());
            RoomKey key = Optional.ofNullable(context.pathParam("room"))
                    .flatMap(room -> RoomKey.parse(caller.tenant(), room))
                    .orElseThrow(ProblemException::notFound);
            rooms.look(key, visit(context, loop, key, caller, after));
        } catch (ProblemException e) {
            refuse(context, e.problem());
        }
    }

    private Visit visit(RoutingContext context, Context loop, RoomKey key, Caller caller, OptionalLong after) {
        return new Visit() {
            @Override
            public void enter(Room room, Fanout fanout) {
                if (room.readableBy(caller.subject())) {
                    loop.runOnContext(_ -> upgrade(context, key, caller, after));
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

    private void upgrade(RoutingContext context, RoomKey key, Caller caller, OptionalLong after) {
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        context.request()
                .toWebSocket()
                .onSuccess(webSocket -> new RoomSocket(webSocket, channel, key, caller, rooms, sockets).start(after))
                // The client went away, or its handshake was wrong and is answered already.
                .onFailure(failure -> LOG.debugf("no socket came about: room=%s error=%s", key.room(), failure));
    }

    private static void refuse(RoutingContext context, Problem problem) {
        context.request().resume();
        Problem.send(context, problem);
    }

    private static OptionalLong after(HttpServerRequest request) {
        String after = request.getParam("after");
        if (after == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Parameters.number("after", after, 0, Long.MAX_VALUE));
    }

    private static void requireHandshake(HttpServerRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "This address takes WebSocket handshakes (RFC 6455) only.");
        }
    }
}
