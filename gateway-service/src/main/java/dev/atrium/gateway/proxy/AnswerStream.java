package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Pace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An answer of a service that is passed on as it comes, and waits where the client reads slower. A client that hardly
/// reads is cut off ([Pace]), because it holds a connection to the service. Belongs to one event loop.
final class AnswerStream {

    private final RoutingContext context;
    private final HttpClientResponse answer;
    private final HttpServerResponse response;
    private final Duration stretch;
    private final Runnable whenOver;
    private @Nullable Pace pace;
    private long timer;
    private boolean over;

    /// @param stretch how long a client may take for [Pace#LEAST_BYTES]
    /// @param whenOver run when the service has nothing more to do with it, once
    AnswerStream(RoutingContext context, HttpClientResponse answer, Duration stretch, Runnable whenOver) {
        this.context = context;
        this.answer = answer;
        this.response = context.response();
        this.stretch = stretch;
        this.whenOver = whenOver;
    }

    /// Passes it on. The head of the client's answer is set.
    void begin() {
        answer.handler(this::pass);
        answer.exceptionHandler(_ -> breakOff());
        answer.endHandler(_ -> end());
        answer.resume();
    }

    private void pass(Buffer piece) {
        Future<Void> _ = response.write(piece).onFailure(_ -> breakOff());
        if (pace != null) {
            pace.moved(piece.length());
        }
        if (response.writeQueueFull()) {
            answer.pause();
            Pace present = paceOfClient();
            present.waits(System.nanoTime());
            response.drainHandler(_ -> {
                present.goesOn(System.nanoTime());
                answer.resume();
            });
        }
    }

    /// Of who reads at once nothing is to be watched.
    private Pace paceOfClient() {
        Pace present = pace;
        if (present == null) {
            present = new Pace(System.nanoTime());
            pace = present;
            timer = context.vertx().setPeriodic(stretch.toMillis(), _ -> look(System.nanoTime()));
        }
        return present;
    }

    private void look(long nowNanos) {
        if (pace != null && pace.isTooSlow(nowNanos)) {
            breakOff();
            // Closing waits until all is written, which never ends where nobody reads.
            if (context.request().version() != HttpVersion.HTTP_2) {
                SocketPair.cutOff(context.request().connection());
            }
        }
    }

    private void end() {
        if (finish()) {
            Future<Void> _ = response.end();
        }
    }

    private void breakOff() {
        if (finish()) {
            answer.request().reset();
            response.reset();
        }
    }

    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        if (pace != null) {
            context.vertx().cancelTimer(timer);
        }
        whenOver.run();
        return true;
    }
}
