package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.room.testing.Api;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who does not keep up is told from who had no time yet to read what came at once.
final class ConnectionTest {

    private static final int QUEUE_BYTES = 100_000;
    private static final byte[] MORE_THAN_THE_QUEUE = new byte[3 * QUEUE_BYTES];

    private final SocketConfig config = new SeatsTest.Bounds(10, 10);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Connection connection = new Connection(
            webSocket(), channel, "", new Sockets(config, new Seats(config, metrics), metrics, InstantSource.system()));
    private @Nullable Handler<Void> drained;
    private @Nullable Handler<Void> closed;

    @BeforeEach
    void open() {
        channel.freezeTime();
        connection.open(new Nothing(), Api.user("acme", "ada"), 1_000, QUEUE_BYTES);
    }

    @Test
    void whoReadsWhatCameAtOnceStays() {
        connection.send(MORE_THAN_THE_QUEUE);
        assertTrue(connection.isFull());
        pass(1);

        read();
        connection.send(MORE_THAN_THE_QUEUE);
        pass(4);
        read();
        pass(10);

        assertFalse(connection.isClosed());
        assertEquals(0, slow());
    }

    @Test
    void whoDoesNotReadIsDisconnectedAfterAWhile() {
        connection.send(MORE_THAN_THE_QUEUE);
        pass(4);
        assertFalse(connection.isClosed());

        pass(1);

        assertTrue(connection.isClosed());
        assertEquals(1, slow());
    }

    @Test
    void orAtOnceWhenMuchMoreWaits() {
        connection.send(MORE_THAN_THE_QUEUE);
        connection.send(MORE_THAN_THE_QUEUE);

        assertTrue(connection.isClosed());
        assertEquals(1, slow());
    }

    @Test
    void whoClosesItAndDoesNotReadIsCutOff() {
        connection.send(MORE_THAN_THE_QUEUE);

        run(closed);
        assertTrue(connection.isClosed());
        pass(1);
        assertTrue(channel.isOpen());

        pass(1);
        assertFalse(channel.isOpen());
    }

    private double slow() {
        return metrics.get("atrium.room.sockets.slow").counter().count();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void read() {
        channel.flush();
        channel.releaseOutbound();
        run(drained);
    }

    private static void run(@Nullable Handler<Void> handler) {
        if (handler != null) {
            handler.handle(null);
        }
    }

    /// One whose frames wait in the channel until that is flushed.
    private ServerWebSocket webSocket() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                ServerWebSocket.class.getClassLoader(), new Class<?>[] {ServerWebSocket.class}, this::called);
    }

    private @Nullable Object called(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        @Nullable Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
        switch (method.getName()) {
            case "setWriteQueueMaxSize" ->
                channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(QUEUE_BYTES / 2, QUEUE_BYTES));
            case "writeFrame" -> {
                if (first instanceof WebSocketFrame frame) {
                    ChannelFuture _ = channel.write(
                            Unpooled.wrappedBuffer(frame.binaryData().getBytes()));
                }
            }
            case "drainHandler" -> drained = handler(first);
            case "closeHandler" -> closed = handler(first);
            default -> {
                // The client does nothing.
            }
        }
        if (Future.class.isAssignableFrom(method.getReturnType())) {
            return Future.succeededFuture();
        }
        return method.getReturnType().isInstance(proxy) ? proxy : null;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Handler<Void> handler(@Nullable Object handler) {
        return (Handler<Void>) handler;
    }

    private static final class Nothing implements Connection.Dialect {

        @Override
        public void text(byte[] utf8) {}

        @Override
        public void binary() {}

        @Override
        public void tooLarge() {}

        @Override
        public Farewell farewell(CloseCode why) {
            return new Farewell(why.code(), why.reason());
        }

        @Override
        public void ended() {}
    }
}
