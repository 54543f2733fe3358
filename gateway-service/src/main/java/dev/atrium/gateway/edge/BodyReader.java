package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;

/// Reads bodies whole, byte for byte, also those of forms: each at a bounded pace, and all of them together in bounded
/// memory ([BodyMemory]). Some are sent to endpoints that are open to everybody.
final class BodyReader {

    private final BodyMemory reserve;
    private final int smallBytes;
    private final Duration patience;

    /// @param reserve for small bodies, whatever else is taken
    /// @param smallBytes up to which a body is one, that says so
    /// @param patience who is not ready with sending after this, and did not send [Pace#LEAST_BYTES] either, is cut
    ///     off; what has come is believed to be answered when it is looked at next
    BodyReader(BodyMemory reserve, int smallBytes, Duration patience) {
        this.reserve = reserve;
        this.smallBytes = smallBytes;
        this.patience = patience;
    }

    /// Reads the body of a request that is paused, and goes on behind it; or refuses.
    ///
    /// @param limit bytes that the body may have
    /// @param memory where there has to be room for it
    void read(RoutingContext context, long limit, BodyMemory memory) {
        new Reading(context, limit, memory).begin();
    }

    private final class Reading {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final String address;
        private final long limit;
        private final BodyMemory memory;
        private final Buffer body = Buffer.buffer();
        private final Pace pace = new Pace(System.nanoTime());
        private long timer;
        private long reserved;
        private long taken;
        private boolean complete;
        private boolean over;

        Reading(RoutingContext context, long limit, BodyMemory memory) {
            this.context = context;
            this.request = context.request();
            this.address = ClientAddress.of(context);
            this.limit = limit;
            this.memory = memory;
        }

        void begin() {
            pace.waits(System.nanoTime());
            lookLater();
            reserveIfSmall();
            // Not every client that breaks off makes its request end: then the timer gives back what was taken.
            context.addEndHandler(_ -> release());
            request.exceptionHandler(_ -> breakOff());
            request.handler(this::add);
            request.endHandler(_ -> complete());
            request.resume();
        }

        private void reserveIfSmall() {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            long bytes = length == null ? Long.MAX_VALUE : Long.parseLong(length);
            if (bytes > 0 && bytes <= smallBytes && reserve.take(address, bytes)) {
                reserved = bytes;
            }
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
            complete = true;
            if (!isOver()) {
                RoutingContextInternal routing = (RoutingContextInternal) context;
                routing.setBody(body);
                routing.visitHandler(RoutingContextInternal.BODY_HANDLER);
                context.next();
            }
        }

        private void look() {
            if (complete) {
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
            if (over) {
                return false;
            }
            if (reserved > 0) {
                return true;
            }
            if (!memory.take(address, bytes)) {
                return false;
            }
            taken += bytes;
            return true;
        }

        private synchronized void release() {
            over = true;
            context.vertx().cancelTimer(timer);
            if (taken > 0) {
                memory.giveBack(address, taken);
                taken = 0;
            }
            if (reserved > 0) {
                reserve.giveBack(address, reserved);
                reserved = 0;
            }
        }

        private synchronized boolean isOver() {
            return over;
        }
    }
}
