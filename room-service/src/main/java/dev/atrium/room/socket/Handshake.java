package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.placement.RelayHeader;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.ForwardedFor;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.lobby.Lobby;
import dev.atrium.room.personal.Person;
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
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The handshake of a socket in a room. Everything is checked before the connection is upgraded, so
/// that refusals are ordinary problem documents.
@ApplicationScoped
public final class Handshake {

    private static final Logger LOG = Logger.getLogger(Handshake.class);

    /// After Quarkus' authentication and authorization, which have negative orders: a route before them
    /// would open sockets to everybody.
    private static final int AFTER_AUTHORIZATION = 100;

    /// What credentials must allow to be in a room.
    static final String READ = "rooms:read";

    private static final String FULL_RETRY_AFTER_SECONDS = "10";

    private final Rooms rooms;
    private final IdentityProviderManager identities;
    private final Sockets sockets;
    private final RelayNodes relays;

    Handshake(Rooms rooms, IdentityProviderManager identities, Sockets sockets, RelayNodes relays) {
        this.rooms = rooms;
        this.identities = identities;
        this.sockets = sockets;
        this.relays = relays;
    }

    private record Arriving(RoutingContext context, RoomKey room, Caller caller, Opening opening) {}

    /// What is spoken on a socket.
    @FunctionalInterface
    public interface Dialect {

        /// Reads what the request asks for.
        ///
        /// @throws ProblemException if that is not possible
        Opening prepare(HttpServerRequest request);
    }

    /// Whether a socket needs one of the seats that the room has.
    public enum Seating {
        /// If there is none, the handshake is refused, but the gateway hears of another node that
        /// relays the room.
        OR_RELAYED,
        REQUIRED,
        /// One of those that a relay has.
        OF_RELAY,
        NOT_NEEDED
    }

    /// Whether somebody may come in.
    public sealed interface Entry {

        /// @param mayWrite in the room, as far as is known there
        record Granted(boolean mayWrite) implements Entry {}

        record Denied(Problem problem) implements Entry {}
    }

    /// Knows who may come in.
    @FunctionalInterface
    public interface Door {

        /// Answers once, on any thread.
        void ask(RoomKey room, Caller caller, Consumer<Entry> answer);
    }

    /// Takes a socket whose client may come in.
    @FunctionalInterface
    public interface Opening {

        /// Who says whether the client may come in; if nobody, then whoever may read the room, which
        /// must be here.
        default Optional<Door> door() {
            return Optional.empty();
        }

        /// Called on the connection's event loop, before any frame is read.
        void start(Connection connection, RoomKey room, Caller caller);
    }

    /// Takes a socket that is about nothing but its client.
    interface OwnOpening {

        /// Why the client may not come in; empty if it may.
        Optional<Problem> refusal(Caller caller);

        /// Called on the connection's event loop, before any frame is read.
        void start(Connection connection, Caller caller);
    }

    /// Takes handshakes at a path that has the room's id as `:room`.
    ///
    /// @param subProtocol the only one that is agreed upon there, if the client offers it
    public void register(Router router, String path, String subProtocol, Seating seating, Dialect dialect) {
        router.get(path).order(AFTER_AUTHORIZATION).handler(context -> {
            offerOnly(subProtocol, context.request().headers());
            open(context, seating, dialect);
        });
    }

    /// Takes handshakes for the default room of the client's tenant at a path that tells ordinary requests something
    /// else.
    void registerDefault(Router router, String path, String subProtocol, Seating seating, Dialect dialect) {
        router.get(path).order(AFTER_AUTHORIZATION).handler(context -> {
            if (isHandshake(context.request())) {
                offerOnly(subProtocol, context.request().headers());
                open(context, seating, dialect);
            } else {
                context.next();
            }
        });
    }

    /// Takes handshakes at a path that is about the client itself.
    void registerOwn(Router router, String path, String subProtocol, OwnOpening opening) {
        router.get(path).order(AFTER_AUTHORIZATION).handler(context -> {
            offerOnly(subProtocol, context.request().headers());
            identified(context, identity -> openOwn(context, identity, opening));
        });
    }

    private void openOwn(RoutingContext context, SecurityIdentity identity, OwnOpening opening) {
        try {
            Caller caller = CurrentCaller.of(identity);
            Optional<Problem> refusal = opening.refusal(caller);
            if (refusal.isPresent()) {
                refuse(context, refusal.get());
                return;
            }
            requireHandshake(context.request());
            switch (sockets.seats().takeOwn(Person.of(caller))) {
                case Seats.Answer.Taken taken ->
                    upgrade(context, taken.seat(), connection -> opening.start(connection, caller));
                case Seats.Answer.Full full -> full(context, full);
            }
        } catch (ProblemException e) {
            refuse(context, e.problem());
        }
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

    /// The parameter `after`: behind which sequence number the client wants everything.
    ///
    /// @throws ProblemException if it is not valid
    public static OptionalLong after(HttpServerRequest request) {
        String after = request.getParam("after");
        return after == null
                ? OptionalLong.empty()
                : OptionalLong.of(Parameters.number("after", after, 0, Long.MAX_VALUE));
    }

    /// Lets in who may read the room.
    void askRoom(RoomKey room, Caller caller, Consumer<Entry> answer) {
        rooms.look(
                room,
                Visit.of(
                        (present, _) -> answer.accept(
                                present.roleOf(caller, sockets.clock().instant())
                                        .<Entry>map(role -> new Entry.Granted(role.isAtLeast(Role.COMMENTER)))
                                        .orElseGet(() -> new Entry.Denied(problem(Decision.Refused.NOT_FOUND)))),
                        reason -> answer.accept(new Entry.Denied(problem(reason)))));
    }

    private void open(RoutingContext context, Seating seating, Dialect dialect) {
        Context loop = context.vertx().getOrCreateContext();
        identified(context, identity -> open(context, loop, identity, seating, dialect));
    }

    /// Finds out who asks, and goes on on the connection's event loop.
    private void identified(RoutingContext context, Consumer<SecurityIdentity> next) {
        Context loop = context.vertx().getOrCreateContext();
        // No frame may arrive before somebody listens.
        context.request().pause();
        QuarkusHttpUser.getSecurityIdentity(context, identities)
                .subscribe()
                .with(identity -> loop.runOnContext(_ -> next.accept(identity)), context::fail);
    }

    private void open(
            RoutingContext context, Context loop, SecurityIdentity identity, Seating seating, Dialect dialect) {
        try {
            Caller caller = CurrentCaller.of(identity);
            if (!caller.may(READ)) {
                throw new ProblemException(ProblemType.FORBIDDEN, "Reading needs the scope " + READ + ".");
            }
            Opening opening = dialect.prepare(context.request());
            requireHandshake(context.request());
            RoomKey key = room(context, caller);
            Arriving arriving = new Arriving(context, key, caller, opening);
            opening.door()
                    .orElse(this::askRoom)
                    .ask(
                            key,
                            caller,
                            answer -> loop.runOnContext(_ -> {
                                switch (answer) {
                                    case Entry.Granted granted -> seat(arriving, seating, granted.mayWrite());
                                    case Entry.Denied denied -> refuse(context, denied.problem());
                                }
                            }));
        } catch (ProblemException e) {
            refuse(context, e.problem());
        }
    }

    /// @throws ProblemException if there can be no such room
    private static RoomKey room(RoutingContext context, Caller caller) {
        String id = context.pathParam("room");
        return id == null
                ? Lobby.of(caller)
                : RoomKey.parse(caller.tenant(), id).orElseThrow(ProblemException::notFound);
    }

    private void seat(Arriving arriving, Seating seating, boolean mayWrite) {
        if (seating == Seating.NOT_NEEDED) {
            upgrade(arriving, new Seat(() -> {}));
            return;
        }
        Seats.Guest guest = seating == Seating.OF_RELAY
                ? Seats.Guest.SPECTATOR
                : mayWrite ? Seats.Guest.WRITER : Seats.Guest.READER;
        switch (sockets.seats().take(arriving.room(), guest)) {
            case Seats.Answer.Taken taken -> upgrade(arriving, taken.seat());
            case Seats.Answer.Full full -> {
                if (seating == Seating.OR_RELAYED) {
                    relays.next(arriving.room())
                            .ifPresent(url -> arriving.context().response().putHeader(RelayHeader.NAME, url));
                }
                full(arriving.context(), full);
            }
        }
    }

    private static void full(RoutingContext context, Seats.Answer.Full full) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, FULL_RETRY_AFTER_SECONDS);
        refuse(context, full.problem());
    }

    private void upgrade(Arriving arriving, Seat seat) {
        upgrade(
                arriving.context(),
                seat,
                connection -> arriving.opening().start(connection, arriving.room(), arriving.caller()));
    }

    private void upgrade(RoutingContext context, Seat seat, Consumer<Connection> opening) {
        Channel channel = channel(context);
        channel.closeFuture().addListener(_ -> seat.free());
        if (context.request().isEnded()) {
            // The client went away while it was found out whether it may come in.
            seat.free();
            return;
        }
        String address = ForwardedFor.of(context.request());
        context.request()
                .toWebSocket()
                .onSuccess(webSocket -> opening.accept(new Connection(webSocket, channel, address, sockets)))
                .onFailure(failure -> {
                    // The client went away, or its handshake was wrong and is answered already.
                    seat.free();
                    LOG.debugf(
                            "no socket came about: address=%s error=%s",
                            context.request().path(), failure);
                });
    }

    private static Channel channel(RoutingContext context) {
        return ((ConnectionBase) context.request().connection()).channel();
    }

    static Problem problem(Decision.Refused reason) {
        return Problem.of(reason.type(), reason.detail());
    }

    private static void refuse(RoutingContext context, Problem problem) {
        context.request().resume();
        Problem.send(context, problem);
    }

    private static void requireHandshake(HttpServerRequest request) {
        if (!isHandshake(request)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "This address takes WebSocket handshakes (RFC 6455) only.");
        }
    }

    private static boolean isHandshake(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }
}
