package dev.atrium.bench.baseline;

import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Vert.x can do at most where nothing is read, kept or promised: what arrives for a path goes to all sockets of
/// the path. As in room-service frames are collected for a moment when it is busy, joined into one array, encoded once
/// and shared by all sockets. One event loop.
public final class Broadcast {

    private static final Duration TICK = Duration.ofMillis(2);

    private final Vertx vertx;
    private final Map<String, Room> rooms = new HashMap<>();
    private final Set<Room> waiting = new HashSet<>();
    private long flushedAtNanos;
    private boolean scheduled;

    private Broadcast(Vertx vertx) {
        this.vertx = vertx;
        this.flushedAtNanos = System.nanoTime();
    }

    /// @param arguments the port on the loopback address
    public static void main(String... arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Broadcast broadcast = new Broadcast(vertx);
        vertx.createHttpServer(new HttpServerOptions()
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setPerFrameWebSocketCompressionSupported(false))
                .webSocketHandler(broadcast::join)
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onFailure(Broadcast::fail);
    }

    private static void fail(Throwable failure) {
        System.err.println(failure.getMessage());
        System.exit(1);
    }

    private void join(ServerWebSocket socket) {
        Room room = rooms.computeIfAbsent(socket.path(), _ -> new Room());
        room.sockets.add(socket);
        socket.frameHandler(frame -> {
            if (frame.isText()) {
                room.frames.add(frame.binaryData());
                waiting.add(room);
                flush();
            }
        });
        socket.closeHandler(_ -> room.sockets.remove(socket));
    }

    /// At once when idle, otherwise once per tick.
    private void flush() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        if (System.nanoTime() - flushedAtNanos >= TICK.toNanos()) {
            vertx.runOnContext(_ -> flushNow());
        } else {
            vertx.setTimer(TICK.toMillis(), _ -> flushNow());
        }
    }

    private void flushNow() {
        scheduled = false;
        flushedAtNanos = System.nanoTime();
        waiting.forEach(Room::flush);
        waiting.clear();
    }

    private static final class Room {

        private final Set<ServerWebSocket> sockets = new HashSet<>();
        private final List<Buffer> frames = new ArrayList<>();

        private void flush() {
            byte[] text = join(frames);
            frames.clear();
            for (ServerWebSocket socket : sockets) {
                socket.writeFrame(new WebSocketFrameImpl(WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(text), true));
            }
        }

        private static byte[] join(List<Buffer> frames) {
            if (frames.size() == 1) {
                return frames.getFirst().getBytes();
            }
            Buffer array = Buffer.buffer();
            String separator = "[";
            for (Buffer frame : frames) {
                array.appendString(separator).appendBuffer(frame);
                separator = ",";
            }
            return array.appendString("]").getBytes();
        }
    }
}
