package dev.atrium.room.socket;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.ServerFrame;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/// Reads a client's frames as far as the limits of its socket and room allow, and answers those of one
/// WebSocket message in one. A client that sends faster than it reads its answers is not read from for a
/// while, nor one for whose frames it is not known yet whether its quotas suffice. Runs on the connection's
/// event loop.
final class Inbox {

    private final Connection connection;
    private final Sockets sockets;
    private final SocketConfig config;
    private final RateLimit rateLimit;
    private final RateLimit roomRateLimit;
    private final Receiver receiver;
    private boolean waiting;

    /// What is done with frames.
    interface Receiver {

        /// @return completes when it can be decided at once whether these frames may be; by any thread;
        ///     never fails
        default Future<Void> prepare(List<ClientFrame> frames) {
            return Future.succeededFuture();
        }

        /// Does what a frame asks for.
        ///
        /// @return the answer, if it is known at once
        Optional<ServerFrame> receive(ClientFrame frame);
    }

    /// @param frames what limits the frames of the whole room
    Inbox(Connection connection, Sockets sockets, RateLimit frames, Receiver receiver) {
        this.connection = connection;
        this.sockets = sockets;
        this.config = sockets.config();
        this.rateLimit = new RateLimit(config.framesPerSecond(), System.nanoTime());
        this.roomRateLimit = frames;
        this.receiver = receiver;
    }

    void text(byte[] utf8) {
        List<ClientFrame> frames = ClientFrame.read(utf8);
        Future<Void> prepared = receiver.prepare(frames);
        if (prepared.isComplete()) {
            receive(frames);
            return;
        }
        waiting = true;
        connection.pause();
        prepared.onComplete(_ -> connection.loop().execute(() -> {
            waiting = false;
            if (!connection.isClosed()) {
                receive(frames);
                drained();
            }
        }));
    }

    /// What waited for the client has left.
    void drained() {
        if (!waiting && !connection.isFull()) {
            connection.resume();
        }
    }

    private void receive(List<ClientFrame> frames) {
        answer(frames.stream().map(this::receive).flatMap(Optional::stream).toList());
    }

    void binary() {
        Problem problem = Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Frames are JSON texts.");
        answer(List.of(new ServerFrame.Refusal(null, problem)));
    }

    void tooLarge() {
        String detail = "A WebSocket message may have at most " + config.messageBytes() + " bytes.";
        answer(List.of(new ServerFrame.Refusal(null, Problem.of(ProblemType.TOO_LARGE, detail))));
    }

    void answer(List<ServerFrame> frames) {
        if (connection.isClosed() || frames.isEmpty()) {
            return;
        }
        connection.write(FrameText.join(frames.stream().map(FrameText::of).toList()));
        if (connection.isFull()) {
            connection.pause();
        }
    }

    private Optional<ServerFrame> receive(ClientFrame frame) {
        long nowNanos = System.nanoTime();
        if (!rateLimit.take(nowNanos)) {
            sockets.seats().refused(Refused.SOCKET_FRAMES);
            return tooMany(
                    frame,
                    "frames-per-socket",
                    "At most " + config.framesPerSecond() + " frames per second are taken.");
        }
        if (!roomRateLimit.take(nowNanos)) {
            sockets.seats().refused(Refused.ROOM_FRAMES);
            return tooMany(
                    frame,
                    "frames-per-room",
                    "At most " + config.roomFramesPerSecond() + " frames per second are taken in this room, from all.");
        }
        return receiver.receive(frame);
    }

    private static Optional<ServerFrame> tooMany(ClientFrame frame, String policy, String detail) {
        Problem problem = Problem.quotaExceeded(detail, List.of(policy));
        return Optional.of(new ServerFrame.Refusal(ClientFrame.clientId(frame), problem));
    }
}
