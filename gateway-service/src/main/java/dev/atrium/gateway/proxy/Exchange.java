package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.ratelimit.DownloadLimit;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One request that a service answers: what was read of it goes in one piece, and so do small answers; all
/// else is passed on as it comes, and waits where the other end is slower. A connection to the service is
/// held no longer than a client needs that keeps [dev.atrium.gateway.edge.Pace]. Whatever goes wrong between
/// the two ends here, as a problem document; what the service itself says about a failure is passed on.
/// Belongs to one event loop.
final class Exchange implements BoundedBody.Watcher {

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    /// What is said where nobody answered.
    private static final Set<ProblemType> NO_ANSWER =
            Set.of(ProblemType.UNAVAILABLE, ProblemType.BAD_GATEWAY, ProblemType.TIMEOUT);

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /// What changes something, and no more of it when it comes twice (RFC 9110, section 9.2.2).
    private static final Set<HttpMethod> IDEMPOTENT = Set.of(HttpMethod.PUT, HttpMethod.DELETE);

    private static final List<String> CONDITIONS = List.of("If-Match", "If-None-Match", "If-Unmodified-Since");

    private static final String CROWDED = "Too many requests are with this service at the moment.";

    private final RoutingContext context;
    private final Destination service;
    private final Iterator<Directory.Node> nodes;
    private final Function<Directory.Node, CompletionStage<Optional<Directory.Node>>> successor;
    private final String token;
    private final Snapshots.@Nullable Place place;
    private final Representations.@Nullable Place shared;
    private final String address;
    private final @Nullable Buffer body;
    private final @Nullable BoundedBody stream;
    private final long maxBytes;
    private final Clients.Pool pool;
    private final Breakers breakers;
    private final DownloadLimit downloads;
    private Directory.Node node;
    private Turns.@Nullable Waiting waiting;
    private @Nullable Turns turn;
    private @Nullable HttpClientRequest outgoing;
    private @Nullable Buffer collected;
    private long lastMove = System.nanoTime();
    private long timer;
    private boolean settled;
    private boolean repeated;
    private boolean clientLeft;
    private boolean answerOver;

    /// What is to be exchanged.
    ///
    /// @param nodes that may answer, at least one: the first that can be reached does
    /// @param successor who may answer by now instead of a node that says it cannot; empty if nobody is known
    /// @param token internal token for the service
    /// @param body of the request; null if it is passed on as it comes
    /// @param maxBytes most that the request may carry
    /// @param place where answers to such requests are kept for when there is none; null if none are
    /// @param shared where answers to such requests are kept for others; null if none are
    record Task(
            Destination service,
            List<Directory.Node> nodes,
            Function<Directory.Node, CompletionStage<Optional<Directory.Node>>> successor,
            String token,
            @Nullable Buffer body,
            long maxBytes,
            Snapshots.@Nullable Place place,
            Representations.@Nullable Place shared) {}

    /// @param context of a request that is paused, if its body is passed on as it comes; else it was read
    /// @param pool of this event loop
    Exchange(RoutingContext context, Task task, Clients.Pool pool, Breakers breakers, DownloadLimit downloads) {
        this.context = context;
        this.service = task.service();
        this.nodes = task.nodes().iterator();
        this.node = this.nodes.next();
        this.successor = task.successor();
        this.token = task.token();
        this.address = ClientAddress.of(context);
        this.body = task.body();
        this.stream = body == null ? new BoundedBody(context.request(), task.maxBytes(), this) : null;
        this.maxBytes = task.maxBytes();
        this.place = task.place();
        this.shared = task.shared();
        this.pool = pool;
        this.breakers = breakers;
        this.downloads = downloads;
    }

    /// Asks the service, and answers the client.
    void begin() {
        timer = watch(node.timeout().toNanos());
        connect().compose(this::send).onSuccess(this::answered).onFailure(this::failed);
    }

    /// A node that was killed is known as one until its shards are elsewhere. Where there is no connection, nothing was
    /// sent, so that another may be asked.
    private Future<HttpClientRequest> connect() {
        if (!breakers.admits(node)) {
            return next(new Breakers.LeftAlone());
        }
        Turns turns = pool.turns(node.url());
        if (turns.take(address)) {
            return connect(turns);
        }
        Promise<Void> come = Promise.promise();
        waiting = turns.await(address, come::complete);
        return waiting == null ? next(new Turns.Crowded()) : come.future().compose(_ -> connect(turns));
    }

    private Future<HttpClientRequest> connect(Turns taken) {
        waiting = null;
        turn = taken;
        RequestOptions target = new RequestOptions()
                .setHost(node.url().getHost())
                .setPort(node.url().getPort())
                .setSsl(node.url().getScheme().equals("https"));
        return pool.client().request(target).recover(failure -> {
            giveBackTurn();
            // That too many wait for a connection says nothing about the node.
            if (!settled && !(failure instanceof ConnectionPoolTooBusyException)) {
                breakers.unreachable(node);
            }
            return next(failure);
        });
    }

    private Future<HttpClientRequest> next(Throwable failure) {
        if (settled || context.response().closed() || !nodes.hasNext()) {
            return Future.failedFuture(failure);
        }
        node = nodes.next();
        return connect();
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
        try {
            request.setMethod(incoming.method()).setURI(Target.of(incoming, service));
            RequestHeaders.pass(context, token, request.headers());
            if (shared != null) {
                shared.ask(request.headers());
            }
        } catch (IllegalArgumentException e) {
            // Nothing was sent: no failure of the node.
            LOG.debugf(e, "a request that cannot be passed on request=%s", RequestId.of(context));
            settle(ProblemType.INVALID_REQUEST, "This request cannot be said in HTTP/1.1.");
            return request.response();
        }
        if (stream != null) {
            request.setChunked(RequestHeaders.isOfUnknownLength(incoming));
            stream.watch(context.vertx(), pool.patience(), this::cutOffClient);
            stream.pipe().endOnFailure(false).to(request).onFailure(_ -> request.reset());
        } else if (body == null || body.length() == 0) {
            Future<Void> _ = request.end();
        } else {
            Future<Void> _ = request.end(body);
        }
        return request.response();
    }

    @Override
    public void moved() {
        lastMove = System.nanoTime();
    }

    @Override
    public void ended() {
        giveBackTurnIfOver();
    }

    @Override
    public void tooLarge() {
        settle(ProblemType.TOO_LARGE, "The body may have at most " + maxBytes + " bytes.");
    }

    private void answered(HttpClientResponse answer) {
        context.vertx().cancelTimer(timer);
        breakers.answered(node);
        if (place != null) {
            place.heard(answer.statusCode());
        }
        if (settled || context.response().closed()) {
            leave();
        } else if (answer.statusCode() == ProblemType.UNAUTHENTICATED.status()) {
            LOG.errorf("%s refuses the gateway's token request=%s", service, RequestId.of(context));
            replace(answer, ProblemType.BAD_GATEWAY, "A service behind the gateway refused the gateway.");
        } else if (answer.statusCode() >= 400 && !isProblem(answer)) {
            ProblemType type = ProblemType.ofStatus(answer.statusCode());
            replace(answer, type, type.cause());
        } else if (answer.statusCode() == ProblemType.UNAVAILABLE.status()
                && node.shard().isPresent()
                && SAFE.contains(context.request().method())
                && mayRepeat()) {
            askSuccessor(answer);
        } else if (answer.statusCode() < 300 && downloads.concerns(context)) {
            charge(answer);
        } else {
            pass(answer);
        }
    }

    /// Who reads while the room leaves its node need not come again. Who changes something must: that it is
    /// not known whether it was done is 503, too.
    private void askSuccessor(HttpClientResponse answer) {
        repeated = true;
        answer.pause();
        Future.fromCompletionStage(successor.apply(node), context.vertx().getOrCreateContext())
                .onSuccess(found -> {
                    if (settled || context.response().closed()) {
                        leave();
                    } else if (found.isPresent()) {
                        // Its connection serves others when the rest has come.
                        answer.exceptionHandler(_ -> {}).handler(_ -> {}).resume();
                        giveBackTurn();
                        outgoing = null;
                        node = found.get();
                        begin();
                    } else {
                        pass(answer);
                    }
                });
    }

    private void charge(HttpClientResponse answer) {
        answer.pause();
        downloads.admit(context, answer.getHeader(HttpHeaders.CONTENT_LENGTH)).onSuccess(admitted -> {
            if (admitted && !settled && !context.response().closed()) {
                pass(answer);
            } else {
                leave();
            }
        });
    }

    private void pass(HttpClientResponse answer) {
        if (isSmall(answer) || confirmedBy(answer) != null) {
            collect(answer);
        } else {
            stream(answer);
        }
    }

    /// Most come in one piece, which is not copied then.
    private void collect(HttpClientResponse answer) {
        answer.handler(piece -> collected = collected == null ? piece : collected.appendBuffer(piece));
        answer.exceptionHandler(this::brokenOff);
        answer.endHandler(_ -> {
            answerIsOver();
            deliver(answer);
        });
        answer.resume();
    }

    private void deliver(HttpClientResponse answer) {
        boolean unavailable = answer.statusCode() == ProblemType.UNAVAILABLE.status();
        if (settled || context.response().closed() || (unavailable && isAnsweredFromMemory(ProblemType.UNAVAILABLE))) {
            return;
        }
        Snapshot confirmed = confirmedBy(answer);
        if (shared != null && confirmed != null) {
            if (place != null) {
                place.keep(confirmed);
            }
            shared.answer(confirmed, context.response());
            return;
        }
        Buffer bytes = collected == null ? Buffer.buffer() : collected;
        if (place != null) {
            place.keep(answer.statusCode(), answer.headers(), bytes, node.url());
        }
        if (shared != null) {
            shared.keep(answer.statusCode(), answer.headers(), bytes, node.url());
        }
        Future<Void> _ = head(answer).end(bytes);
    }

    private @Nullable Snapshot confirmedBy(HttpClientResponse answer) {
        return shared == null ? null : shared.confirmedBy(answer.statusCode());
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
        new AnswerStream(context, answer, pool.patience(), this::answerIsOver).begin();
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

    private void failed(Throwable failure) {
        context.vertx().cancelTimer(timer);
        giveBackTurn();
        boolean byClient = clientLeft || context.response().closed() || (stream != null && stream.wasBrokenOff());
        if (outgoing != null && !settled && !byClient) {
            breakers.failed(node);
        }
        if (mayRepeat()) {
            repeated = true;
            outgoing = null;
            begin();
            return;
        }
        boolean crowded = failure instanceof Turns.Crowded || failure instanceof ConnectionPoolTooBusyException;
        // Of nodes that are left alone it was logged already.
        if (!settled && !byClient && !crowded && !(failure instanceof Breakers.LeftAlone)) {
            LOG.warnf("%s did not answer: %s request=%s", service, failure.getMessage(), RequestId.of(context));
        }
        if (crowded) {
            settle(ProblemType.UNAVAILABLE, CROWDED);
        } else if (outgoing == null) {
            settle(ProblemType.UNAVAILABLE, "A service that this request needs is not running at the moment.");
        } else {
            settle(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause());
        }
    }

    /// A service may close a kept connection just when a request leaves for it (RFC 9112, section
    /// 9.3.1): what may come twice is sent once more. What was passed on as it came is not: it is gone.
    private boolean mayRepeat() {
        return !settled
                && !repeated
                && outgoing != null
                && mayComeTwice(context.request())
                && body != null
                && !clientLeft
                && !context.response().closed();
    }

    /// A change under a condition may not: if it was made the first time, its client would be told that
    /// the condition does not hold.
    private static boolean mayComeTwice(HttpServerRequest request) {
        return SAFE.contains(request.method())
                || (IDEMPOTENT.contains(request.method())
                        && CONDITIONS.stream().noneMatch(request.headers()::contains));
    }

    /// Ends the request with a problem, once.
    private void settle(ProblemType type, String detail) {
        HttpServerResponse response = context.response();
        if (!settled) {
            leave();
            if (!response.closed() && !response.headWritten() && !isAnsweredFromMemory(type)) {
                Refusal.send(context, type, detail);
            }
        }
    }

    /// Has no more to do with the service.
    private void leave() {
        settled = true;
        context.vertx().cancelTimer(timer);
        if (waiting != null) {
            pool.turns(node.url()).leave(waiting);
        }
        if (outgoing != null) {
            outgoing.reset();
        }
        giveBackTurn();
    }

    private void cutOffClient() {
        leave();
        Refusal.cutOff(context.request());
    }

    private void answerIsOver() {
        answerOver = true;
        giveBackTurnIfOver();
    }

    /// A service that has answered may still be sent what it does not want to know any more.
    private void giveBackTurnIfOver() {
        if (answerOver && (stream == null || stream.isOver())) {
            giveBackTurn();
        }
    }

    private void giveBackTurn() {
        Turns taken = turn;
        turn = null;
        if (taken != null) {
            taken.giveBack(address);
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
            settle(ProblemType.UNAVAILABLE, CROWDED);
        } else if (stream != null && stream.waitsForClient()) {
            cutOffClient();
        } else {
            breakers.failed(node);
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
