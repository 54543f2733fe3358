package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.web.Json;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.personal.Audience;
import dev.atrium.room.personal.Person;
import dev.atrium.room.personal.PersonalFrame;
import java.time.Instant;
import java.util.Optional;

/// The socket of somebody who hears what concerns itself, and says nothing but that it is there. Runs
/// on the connection's event loop.
final class OwnSocket implements AtriumDialect, Audience.Ear {

    private final Connection connection;
    private final Sockets sockets;
    private final Renewals.OfSocket renewals;
    private final Audience audience;
    private final Person person;
    private final Inbox inbox;
    private volatile Caller caller;

    OwnSocket(Connection connection, Caller caller, Sockets sockets, Renewals renewals, Audience audience) {
        this.connection = connection;
        this.caller = caller;
        this.sockets = sockets;
        this.renewals = renewals.ofSocket(OwnRoute.SCOPE);
        this.audience = audience;
        this.person = Person.of(caller);
        RateLimit frames = new RateLimit(sockets.config().framesPerSecond(), System.nanoTime());
        this.inbox = new Inbox(connection, sockets, frames, this::receive);
    }

    /// Starts the conversation. To be called on the connection's event loop, once.
    void start() {
        connection.open(
                this, caller, sockets.config().messageBytes(), sockets.config().queueBytes());
        connection.lastUntil(caller.expiresAt());
        connection.send(Json.bytes(PersonalFrame.Welcome.of(ServerFrame.Hello.PROTOCOL, caller)));
        audience.join(person, this);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public void hear(byte[] text) {
        connection.loop().execute(() -> connection.send(text));
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void renewalDue(Instant end) {
        connection.send(FrameText.of(new ServerFrame.RenewalDue(end.toEpochMilli())));
    }

    @Override
    public void drained() {
        inbox.drained();
    }

    @Override
    public void ended() {
        audience.leave(person, this);
    }

    private Optional<ServerFrame> receive(ClientFrame frame) {
        return Optional.of(
                switch (frame) {
                    case ClientFrame.Ping(Number time) ->
                        new ServerFrame.Pong(time, sockets.clock().millis());
                    case ClientFrame.Renew renew -> renew(renew);
                    case ClientFrame.Faulty faulty -> new ServerFrame.Refusal(faulty.clientId(), faulty.problem());
                    case ClientFrame.Send _,
                            ClientFrame.Change _,
                            ClientFrame.Operate _,
                            ClientFrame.Live _,
                            ClientFrame.Draft _,
                            ClientFrame.Read _,
                            ClientFrame.Refresh _ ->
                        new ServerFrame.Refusal(
                                ClientFrame.clientId(frame),
                                Problem.of(
                                        ProblemType.INVALID_REQUEST,
                                        "This socket is in no room. Rooms have theirs: /api/rooms/{id}/ws."));
                });
    }

    private ServerFrame renew(ClientFrame.Renew renew) {
        return switch (renewals.judge(renew.token(), caller)) {
            case Renewals.Verdict.Refused(Problem problem) -> new ServerFrame.Refusal(renew.clientId(), problem);
            case Renewals.Verdict.Renewed(Caller renewed) -> {
                caller = renewed;
                connection.lastUntil(renewed.expiresAt());
                yield new ServerFrame.Renewed(renew.clientId(), ServerFrame.You.of(renewed, Role.VIEWER));
            }
        };
    }
}
