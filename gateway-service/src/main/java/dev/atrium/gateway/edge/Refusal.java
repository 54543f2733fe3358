package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/// Ends a request with a problem although its body may still be on the way.
public final class Refusal {

    /// How much of an unwanted body is read, so that a client that is still sending sees the answer.
    private static final long LINGER_BYTES = 1 << 20;

    private static final String TELLER = Teller.class.getName();

    private Refusal() {}

    /// Tells a client that could not read an answer.
    @FunctionalInterface
    public interface Teller {

        /// @param status of the answer that it would get
        /// @param reason the problem type's slug
        void tell(int status, String reason);
    }

    /// From now on this request is not refused by an answer, but so.
    public static void tellBy(RoutingContext context, Teller teller) {
        context.put(TELLER, teller);
    }

    public static void send(RoutingContext context, ProblemException problem) {
        send(context, problem.type(), problem.problem().detail());
    }

    /// @param detail safe to show
    public static void send(RoutingContext context, ProblemType type, String detail) {
        send(context, Problem.of(type, detail));
    }

    public static void send(RoutingContext context, Problem problem) {
        CurrentRoute.leaveUnknown(context);
        if (!tell(context, problem.status(), problem.type())) {
            discardBody(context.request());
            Problem.send(context, problem);
        }
    }

    /// Refuses a request otherwise than by an answer, if it is to be.
    ///
    /// @param type the problem's `type` member
    /// @return whether it is refused by now; else it is to be answered
    public static boolean tell(RoutingContext context, int status, String type) {
        Teller teller = context.get(TELLER);
        if (teller == null) {
            return false;
        }
        teller.tell(status, ProblemType.slugOf(type));
        return true;
    }

    /// Reads and forgets what still comes; a client that does not stop is cut off.
    public static void discardBody(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long start = request.bytesRead();
        request.handler(_ -> {
            if (request.bytesRead() - start > LINGER_BYTES) {
                cutOff(request);
            }
        });
        request.resume();
    }

    /// Ends the exchange without an answer: of HTTP/2 the stream only.
    public static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
