package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.ratelimit.DownloadLimit;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One request that a service answers: both bodies are passed on as they come, and wait where the other end is slower.
/// Whatever goes wrong between the two ends here, as a problem document; what the service itself says about a failure
/// is passed on. Belongs to one event loop.
final class Exchange implements BoundedBody.Watcher {

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    /// What is said where nobody answered.
    private static final Set<ProblemType> NO_ANSWER =
            Set.of(ProblemType.UNAVAILABLE, ProblemType.BAD_GATEWAY, ProblemType.TIMEOUT);

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final RoutingContext context;
    private final Destination service;
    private final Iterator<Directory.Node> nodes;
    private final String token;
    private final Snapshots.@Nullable Place place;
    private final Breakers breakers;
    private final DownloadLimit downloads;
    private final BoundedBody body;
    private final long maxBytes;
    private Directory.Node node;
    private @Nullable HttpClientRequest outgoing;
    private @Nullable Buffer whole;
    private long lastMove = System.nanoTime();
    private long timer;
    private boolean settled;
    private boolean repeated;
    private boolean clientLeft;

    /// What is to be exchanged.
    ///
    /// @param nodes that may answer, at least one: the first that can be reached does
    /// @param token internal token for the service
    /// @param maxBytes most that the request may carry
    /// @param place where answers to such requests are kept; null if none are
    record Task(
            Destination service,
            List<Directory.Node> nodes,
            String token,
            long maxBytes,
            Snapshots.@Nullable Place place) {}

    /// @param context of a request that is paused
    Exchange(RoutingContext context, Task task, Breakers breakers, DownloadLimit downloads) {
        this.context = context;
        this.service = task.service();
        this.nodes = task.nodes().iterator();
        this.node = this.nodes.next();
        this.token = task.token();
        this.maxBytes = task.maxBytes();
        this.place = task.place();
        this.breakers = breakers;
        this.downloads = downloads;
        this.body = new BoundedBody(context.request(), maxBytes, this);
    }

    /// Asks the service, and answers the client.
    void begin(HttpClient client) {
        timer = watch(node.timeout().toNanos());
        connect(client).compose(this::send).onSuccess(this::answered).onFailure(failure -> failed(client, failure));
    }

    /// A node that was killed is known as one until its shards are elsewhere. Where there is no connection, nothing was
    /// sent, so that another may be asked.
    private Future<HttpClientRequest> connect(HttpClient client) {
        if (!breakers.admits(node.url())) {
            return next(client, new Breakers.LeftAlone());
        }
        RequestOptions target = new RequestOptions()
                .setHost(node.url().getHost())
                .setPort(node.url().getPort())
                .setSsl(node.url().getScheme().equals("https"));
        return client.request(target).recover(failure -> {
            // That too many wait for a connection says nothing about the node.
            if (!settled && !(failure instanceof ConnectionPoolTooBusyException)) {
                breakers.failed(node.url());
            }
            return next(client, failure);
        });
    }

    private Future<HttpClientRequest> next(HttpClient client, Throwable failure) {
        if (!nodes.hasNext()) {
            return Future.failedFuture(failure);
        }
        node = nodes.next();
        return connect(client);
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        outgoing = request;
        // A failure comes by the answer's future as well, where it is dealt with.
        request.exceptionHandler(_ -> {});
        lastMove = System.nanoTime();
        if (settled || context.response().closed()) {
            request.reset();
            return request.response();
        }
        // A connection that the client resets fails before it is closed.
        context.response().exceptionHandler(_ -> {
            clientLeft = true;
            request.reset();
        });
        HttpServerRequest incoming = context.request();
        request.setMethod(incoming.method()).setURI(Target.of(incoming));
        RequestHeaders.pass(context, token, request.headers());
        if (repeated) {
            request.end();
        } else {
            request.setChunked(RequestHeaders.isOfUnknownLength(incoming));
            body.pipe().endOnFailure(false).to(request).onFailure(_ -> request.reset());
        }
        return request.response();
    }

    @Override
    public void moved() {
        lastMove = System.nanoTime();
    }

    @Override
    public void tooLarge() {
        settle(ProblemType.TOO_LARGE, "The body may have at most " + maxBytes + " bytes.");
    }

    private void answered(HttpClientResponse answer) {
        context.vertx().cancelTimer(timer);
        breakers.answered(node.url());
        if (place != null) {
            place.heard(answer.statusCode());
        }
        if (settled || context.response().closed()) {
            answer.request().reset();
        } else if (answer.statusCode() == ProblemType.UNAUTHENTICATED.status()) {
            LOG.errorf("%s refuses the gateway's token request=%s", service, RequestId.of(context));
            replace(answer, ProblemType.BAD_GATEWAY, "A service behind the gateway refused the gateway.");
        } else if (answer.statusCode() >= 400 && !isProblem(answer)) {
            ProblemType type = ProblemType.ofStatus(answer.statusCode());
            replace(answer, type, type.cause());
        } else if (answer.statusCode() < 300 && downloads.concerns(context)) {
            charge(answer);
        } else {
            pass(answer);
        }
    }

    private void charge(HttpClientResponse answer) {
        answer.pause();
        downloads.admit(context, answer.getHeader(HttpHeaders.CONTENT_LENGTH)).onSuccess(admitted -> {
            if (admitted && !settled && !context.response().closed()) {
                pass(answer);
            } else {
                settled = true;
                answer.request().reset();
            }
        });
    }

    private void pass(HttpClientResponse answer) {
        if (isSmall(answer)) {
            collect(answer);
        } else {
            stream(answer);
        }
    }

    /// Most come in one piece, which is not copied then.
    private void collect(HttpClientResponse answer) {
        answer.handler(piece -> whole = whole == null ? piece : whole.appendBuffer(piece));
        answer.exceptionHandler(this::brokenOff);
        answer.endHandler(_ -> deliver(answer));
        answer.resume();
    }

    private void deliver(HttpClientResponse answer) {
        boolean unavailable = answer.statusCode() == ProblemType.UNAVAILABLE.status();
        if (settled || context.response().closed() || (unavailable && isAnsweredFromMemory(ProblemType.UNAVAILABLE))) {
            return;
        }
        Buffer bytes = whole == null ? Buffer.buffer() : whole;
        if (place != null) {
            place.keep(answer.statusCode(), answer.headers(), bytes, node.url());
        }
        Future<Void> _ = head(answer).end(bytes);
    }

    /// The service did not end an answer of which the client has got nothing yet.
    private void brokenOff(Throwable failure) {
        if (!settled && !context.response().closed()) {
            LOG.warnf("%s broke off: %s request=%s", service, failure.getMessage(), RequestId.of(context));
        }
        settle(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause());
    }

    private void stream(HttpClientResponse answer) {
        HttpServerResponse response = head(answer);
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        answer.pipe().endOnFailure(false).to(response).onFailure(_ -> {
            answer.request().reset();
            response.reset();
        });
    }

    private HttpServerResponse head(HttpClientResponse answer) {
        HttpServerResponse response = context.response();
        response.setStatusCode(answer.statusCode());
        ResponseHeaders.pass(answer.headers(), node.url(), response.headers());
        return response;
    }

    /// The client gets a problem in the place of what the service says, of which nothing is read.
    private void replace(HttpClientResponse answer, ProblemType type, String detail) {
        String retryAfter = answer.getHeader(HttpHeaders.RETRY_AFTER);
        if (retryAfter != null) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        settle(type, detail);
    }

    private void failed(HttpClient client, Throwable failure) {
        context.vertx().cancelTimer(timer);
        boolean byClient = clientLeft || context.response().closed() || body.wasBrokenOff();
        if (outgoing != null && !settled && !byClient) {
            breakers.failed(node.url());
        }
        if (mayRepeat()) {
            repeated = true;
            outgoing = null;
            begin(client);
            return;
        }
        // Of nodes that are left alone it was logged already.
        if (!settled && !byClient && !(failure instanceof Breakers.LeftAlone)) {
            LOG.warnf("%s did not answer: %s request=%s", service, failure.getMessage(), RequestId.of(context));
        }
        if (outgoing == null) {
            settle(ProblemType.UNAVAILABLE, "A service that this request needs is not running at the moment.");
        } else {
            settle(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause());
        }
    }

    /// A service may close a kept connection just when a request leaves for it (RFC 9112, section 9.3.1): what only
    /// reads is sent once more. What has a body is not: it is gone.
    private boolean mayRepeat() {
        return !settled
                && !repeated
                && outgoing != null
                && SAFE.contains(context.request().method())
                && body.wasEmpty()
                && !clientLeft
                && !context.response().closed();
    }

    /// Ends the request with a problem, once.
    private void settle(ProblemType type, String detail) {
        HttpServerResponse response = context.response();
        if (!settled) {
            settled = true;
            context.vertx().cancelTimer(timer);
            if (outgoing != null) {
                outgoing.reset();
            }
            if (!response.closed() && !response.headWritten() && !isAnsweredFromMemory(type)) {
                Refusal.send(context, type, detail);
            }
        }
    }

    private boolean isAnsweredFromMemory(ProblemType type) {
        return place != null && NO_ANSWER.contains(type) && place.answer(context);
    }

    private long watch(long nanos) {
        return context.vertx().setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), _ -> look());
    }

    private void look() {
        long left = node.timeout().toNanos() - (System.nanoTime() - lastMove);
        if (left > 0) {
            timer = watch(left);
        } else if (outgoing == null) {
            // It still waits for a connection, and its body for it.
            settle(ProblemType.UNAVAILABLE, "Too many requests are with this service at the moment.");
        } else if (body.waitsForClient()) {
            settled = true;
            outgoing.reset();
            Refusal.cutOff(context.request());
        } else {
            breakers.failed(node.url());
            settle(ProblemType.TIMEOUT, ProblemType.TIMEOUT.cause());
        }
    }

    private static boolean isProblem(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(Problem.MEDIA_TYPE);
    }

    /// Whether it is passed on in one piece, as most are: of what would come in one anyway, nothing is gained by
    /// beginning before its end.
    private static boolean isSmall(HttpClientResponse answer) {
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) <= Clients.PIECE_BYTES;
    }
}
