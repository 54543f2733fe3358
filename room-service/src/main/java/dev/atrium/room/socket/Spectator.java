package dev.atrium.room.socket;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.chat.Text;
import dev.atrium.room.fanout.Listener;
import dev.atrium.room.fanout.ServerFrame;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The socket of one client that watches a room which another node serves: it hears everything and says
/// nothing, but that it goes on with another credential. Runs on the connection's event loop.
public final class Spectator implements Listener, AtriumDialect {

    /// When a client that wants to speak should see whether there is a seat for it.
    private static final int SEAT_RETRY_MS = 30_000;

    private final Connection connection;
    private final Sockets sockets;
    private final Renewals.OfSocket renewals;
    private final Stage stage;
    private final SocketConfig config;
    private final Inbox inbox;
    private final Sparing sparing;
    private final RenewalNotice notice;
    private volatile Caller caller;
    /// Whether the client has been greeted: before, it is not read from.
    private boolean listening;

    /// Where a spectator hears of the room. Called on the spectator's event loop.
    public interface Stage {

        /// The spectator has missed live frames, and needs the whole live state.
        void refresh(Spectator spectator);

        /// The spectator has another credential: whether it may stay must be asked anew.
        ///
        /// @param whenKnown to be run afterwards, on any thread
        void renewed(Spectator spectator, Runnable whenKnown);

        /// The spectator is gone.
        void left(Spectator spectator);
    }

    public Spectator(
            Connection connection, RoomKey room, Caller caller, Sockets sockets, Renewals renewals, Stage stage) {
        this.connection = connection;
        this.caller = caller;
        this.sockets = sockets;
        this.renewals = renewals.ofSocket(Handshake.READ);
        this.stage = stage;
        this.config = sockets.config();
        this.inbox = new Inbox(connection, sockets, sockets.seats().frames(room, true), this::receive);
        this.sparing = new Sparing(connection, sockets, () -> stage.refresh(this));
        this.notice = new RenewalNotice(connection);
    }

    /// Listens to the connection; nothing is read from it before [#greet].
    public void start() {
        connection.open(this, caller, config.messageBytes(), config.queueBytes());
        connection.pause();
        connection.lastUntil(caller.expiresAt());
    }

    /// On any thread.
    @Override
    public Caller caller() {
        return caller;
    }

    /// The first frame for this client.
    ///
    /// @param lastSequence up to which it has everything, or gets it right behind this frame
    /// @param complete whether it does
    /// @param objects how many the room has
    public ServerFrame.Hello hello(RoomView room, long lastSequence, boolean complete, int objects) {
        return new ServerFrame.Hello(
                ServerFrame.Hello.PROTOCOL,
                room,
                ServerFrame.You.watching(caller),
                lastSequence,
                0,
                complete,
                objects,
                new ServerFrame.Limits(
                        Text.CONTENT_MAX, config.messageBytes(), ClientFrame.FRAMES_MAX, config.framesPerSecond()));
    }

    /// Sends the first messages, whose bytes must not be changed any more; from now on the client is read
    /// from. On any thread.
    public void greet(List<byte[]> texts) {
        loop().execute(() -> {
            if (!connection.isClosed()) {
                for (byte[] text : texts) {
                    Future<Void> _ = connection.write(text);
                }
                listening = true;
                connection.resume();
                notice.greeted();
            }
        });
    }

    @Override
    public void become(Role role) {
        // It only watches, whatever else it might.
    }

    /// On any thread.
    @Override
    public void expelled() {
        loop().execute(() -> connection.close(CloseCode.EXPELLED));
    }

    /// On any thread.
    @Override
    public void gone() {
        loop().execute(() -> connection.close(CloseCode.GONE));
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public void deliver(byte[] text) {
        connection.send(text);
    }

    @Override
    public void offer(byte[] text) {
        sparing.offer(text);
    }

    @Override
    public void moved() {
        connection.moved();
    }

    @Override
    public void beat() {
        sparing.beat();
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void renewalDue(Instant end) {
        notice.due(end);
    }

    @Override
    public void drained() {
        if (listening) {
            connection.resume();
        }
    }

    @Override
    public void ended() {
        stage.left(this);
    }

    /// @return the answer, if it is known at once
    private Optional<ServerFrame> receive(ClientFrame frame) {
        return switch (frame) {
            case ClientFrame.Ping(Number time) ->
                Optional.of(new ServerFrame.Pong(time, sockets.clock().millis()));
            case ClientFrame.Renew renew -> renew(renew);
            case ClientFrame.Faulty faulty -> Optional.of(new ServerFrame.Refusal(faulty.clientId(), faulty.problem()));
            case ClientFrame.Send _,
                    ClientFrame.Change _,
                    ClientFrame.Operate _,
                    ClientFrame.Live _,
                    ClientFrame.Draft _,
                    ClientFrame.Read _,
                    ClientFrame.Refresh _ ->
                Optional.of(new ServerFrame.Refusal(
                        ClientFrame.clientId(frame),
                        Problem.of(
                                ProblemType.ROOM_FULL,
                                "The room is full: on this socket you only watch. Send by HTTP, or connect again later."),
                        SEAT_RETRY_MS));
        };
    }

    /// @return the answer, if it is known at once
    private Optional<ServerFrame> renew(ClientFrame.Renew renew) {
        return switch (renewals.judge(renew.token(), caller)) {
            case Renewals.Verdict.Refused(Problem problem) ->
                Optional.of(new ServerFrame.Refusal(renew.clientId(), problem));
            case Renewals.Verdict.Renewed(Caller renewed) -> {
                caller = renewed;
                notice.renewed();
                connection.lastUntil(renewed.expiresAt());
                // Who may not stay is gone by then, and hears no more of it.
                stage.renewed(this, () -> loop().execute(() -> tellRenewed(renew.clientId())));
                yield Optional.empty();
            }
        };
    }

    private void tellRenewed(String clientId) {
        inbox.answer(List.of(new ServerFrame.Renewed(clientId, ServerFrame.You.watching(caller))));
    }
}
