package dev.atrium.media.storage;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jspecify.annotations.Nullable;

/// Moves bytes from the store to a response, one piece at a time: the next one is asked for when the socket has taken
/// the one before. If the store breaks off, so does the response, and the client sees that it is incomplete.
///
/// Not a Mutiny pipeline: the S3 client calls on event loops but outside of any Vert.x context, where Mutiny's context
/// propagation leaves the trace of this request behind for all that follow on the same thread.
final class Pump implements Flow.Subscriber<ByteBuffer> {

    private static final Logger LOG = Logger.getLogger(Pump.class);

    private final ResteasyReactiveRequestContext request;
    private final ServerHttpResponse response;
    private final Shares.Share turn;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;

    Pump(ResteasyReactiveRequestContext request, Shares.Share turn) {
        this.request = request;
        this.turn = turn;
        this.response = request.serverResponse();
    }

    @Override
    public void onSubscribe(Flow.Subscription store) {
        subscription = store;
        response.addCloseHandler(this::clientIsGone);
        store.request(1);
    }

    @Override
    public void onNext(ByteBuffer piece) {
        response.write(array(piece)).whenComplete((_, failure) -> {
            if (failure == null) {
                store().request(1);
            } else {
                clientIsGone();
            }
        });
    }

    @Override
    public void onComplete() {
        if (over.compareAndSet(false, true)) {
            turn.giveBack();
            response.end();
            request.resume();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!over.get()) {
            LOG.warnf(failure, "the object store broke off a download; the client sees that it is incomplete");
        }
        giveUp();
    }

    private void clientIsGone() {
        store().cancel();
        giveUp();
    }

    /// A client that is still there must not take what it has for the whole.
    private void giveUp() {
        if (over.compareAndSet(false, true)) {
            turn.giveBack();
            response.reset();
            request.resume();
        }
    }

    private Flow.Subscription store() {
        return Objects.requireNonNull(subscription);
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }
}
