package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Reads bodies whole, byte for byte, also those of forms: each at a bounded pace, and all of them together in bounded
/// memory, of which no address has more than its part. Some are sent to endpoints that are open to everybody.
final class BodyReader {

    private final long totalBytes;
    private final long bytesOfAnAddress;
    private final Duration patience;
    private final AtomicLong held = new AtomicLong();
    private final Map<String, Long> heldByAddress = new ConcurrentHashMap<>();

    /// @param totalBytes what all bodies may have together that have come and are not answered yet
    /// @param bytesOfAnAddress what those from one address may have
    /// @param patience who is not ready with sending after this, and did not send [Pace#LEAST_BYTES] either, is cut
    ///     off; what has come is believed to be answered when it is looked at next
    BodyReader(long totalBytes, long bytesOfAnAddress, Duration patience) {
        this.totalBytes = totalBytes;
        this.bytesOfAnAddress = bytesOfAnAddress;
        this.patience = patience;
    }

    /// Reads the body of a request that is paused, and goes on behind it; or refuses.
    ///
    /// @param limit bytes that the body may have
    void read(RoutingContext context, long limit) {
        new Reading(context, limit).begin();
    }

    /// How many bytes are in memory.
    long held() {
        return held.get();
    }

    /// How many addresses they are from.
    int addresses() {
        return heldByAddress.size();
    }

    private boolean take(String address, int bytes) {
        long all = held.addAndGet(bytes);
        long own = heldByAddress.merge(address, (long) bytes, Long::sum);
        if (all <= totalBytes && own <= bytesOfAnAddress) {
            return true;
        }
        giveBack(address, bytes);
        return false;
    }

    private void giveBack(String address, int bytes) {
        held.addAndGet(-bytes);
        heldByAddress.computeIfPresent(address, (_, own) -> own == bytes ? null : own - bytes);
    }

    private final class Reading {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final String address;
        private final long limit;
        private final Buffer body = Buffer.buffer();
        private final Pace pace = new Pace(System.nanoTime());
        private long timer;
        private int taken;
        private boolean over;

        Reading(RoutingContext context, long limit) {
            this.context = context;
            this.request = context.request();
            this.address = ClientAddress.of(context);
            this.limit = limit;
        }

        void begin() {
            pace.waits(System.nanoTime());
            lookLater();
            // Not every client that breaks off makes its request end: then the timer gives back what was taken.
            context.addEndHandler(_ -> release());
            request.exceptionHandler(_ -> breakOff());
            request.handler(this::add);
            request.endHandler(_ -> complete());
            request.resume();
        }

        private void lookLater() {
            timer = context.vertx().setTimer(patience.toMillis(), _ -> look());
        }

        private void add(Buffer bytes) {
            pace.moved(bytes.length());
            if (body.length() + (long) bytes.length() > limit) {
                refuse(ProblemType.TOO_LARGE, "The body may have at most " + limit + " bytes.");
            } else if (!takeUnlessOver(bytes.length())) {
                refuse(ProblemType.UNAVAILABLE, "There are too many requests with bodies at the moment.");
            } else {
                body.appendBuffer(bytes);
            }
        }

        private void complete() {
            if (!isOver()) {
                RoutingContextInternal routing = (RoutingContextInternal) context;
                routing.setBody(body);
                routing.visitHandler(RoutingContextInternal.BODY_HANDLER);
                context.next();
            }
        }

        private void look() {
            if (request.isEnded()) {
                release();
            } else if (pace.isTooSlow(System.nanoTime())) {
                breakOff();
            } else {
                lookLater();
            }
        }

        private void breakOff() {
            release();
            Refusal.cutOff(request);
        }

        private void refuse(ProblemType type, String detail) {
            if (!isOver()) {
                release();
                Refusal.send(context, type, detail);
            }
        }

        private synchronized boolean takeUnlessOver(int bytes) {
            if (over || !take(address, bytes)) {
                return false;
            }
            taken += bytes;
            return true;
        }

        private synchronized void release() {
            over = true;
            context.vertx().cancelTimer(timer);
            if (taken > 0) {
                giveBack(address, taken);
                taken = 0;
            }
        }

        private synchronized boolean isOver() {
            return over;
        }
    }
}
