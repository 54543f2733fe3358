package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Pace;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request's body on its way to a service: counts what passes, and knows whom it is waiting for. Belongs to one
/// event loop.
final class BoundedBody implements ReadStream<Buffer> {

    /// What the body tells of itself.
    interface Watcher {
        /// Something went through.
        void moved();

        /// All of it went through, or it broke off.
        void ended();

        /// More came than is allowed; nothing of it, nor after it, is passed on.
        void tooLarge();
    }

    private final ReadStream<Buffer> source;
    private final long maxBytes;
    private final Watcher watcher;
    private final Pace pace = new Pace(System.nanoTime());
    private long bytes;
    private boolean heldBack;
    private boolean ended;
    private boolean brokenOff;

    BoundedBody(ReadStream<Buffer> source, long maxBytes, Watcher watcher) {
        this.source = source;
        this.maxBytes = maxBytes;
        this.watcher = watcher;
    }

    /// Whether there is more to come and the client is the one who lets us wait.
    boolean waitsForClient() {
        return !ended && !heldBack;
    }

    /// Whether the client did not send all of it.
    boolean wasBrokenOff() {
        return brokenOff;
    }

    /// Whether nothing more of it is to come.
    boolean isOver() {
        return ended || brokenOff;
    }

    /// Looks again and again whether the client keeps [Pace], until it does not, or all is over.
    ///
    /// @param tooSlow run when it does not
    void watch(Vertx vertx, Duration stretch, Runnable tooSlow) {
        vertx.setPeriodic(stretch.toMillis(), timer -> {
            boolean slow = !isOver() && pace.isTooSlow(System.nanoTime());
            if (slow || isOver()) {
                vertx.cancelTimer(timer);
            }
            if (slow) {
                tooSlow.run();
            }
        });
    }

    @Override
    public BoundedBody handler(@Nullable Handler<Buffer> handler) {
        source.handler(handler == null ? null : buffer -> pass(buffer, handler));
        return this;
    }

    @Override
    public BoundedBody endHandler(@Nullable Handler<Void> handler) {
        source.endHandler(_ -> {
            ended = true;
            watcher.moved();
            watcher.ended();
            if (handler != null && bytes <= maxBytes) {
                handler.handle(null);
            }
        });
        return this;
    }

    @Override
    public BoundedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        source.exceptionHandler(failure -> {
            brokenOff = true;
            watcher.ended();
            if (handler != null) {
                handler.handle(failure);
            }
        });
        return this;
    }

    @Override
    public BoundedBody pause() {
        heldBack = true;
        pace.goesOn(System.nanoTime());
        source.pause();
        return this;
    }

    @Override
    public BoundedBody resume() {
        heldBack = false;
        pace.waits(System.nanoTime());
        source.resume();
        return this;
    }

    @Override
    public BoundedBody fetch(long amount) {
        heldBack = false;
        pace.waits(System.nanoTime());
        source.fetch(amount);
        return this;
    }

    /// HTTP/2 may end a body with a frame of nothing, with which nobody has moved.
    private void pass(Buffer buffer, Handler<Buffer> handler) {
        if (buffer.length() == 0) {
            return;
        }
        boolean was = bytes > maxBytes;
        bytes += buffer.length();
        if (bytes <= maxBytes) {
            pace.moved(buffer.length());
            watcher.moved();
            handler.handle(buffer);
        } else if (!was) {
            watcher.tooLarge();
        }
    }
}
