package dev.atrium.gateway.proxy;

import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.problem.RequestId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One request that a service answers. Whatever goes wrong between the two ends here, as a problem document; what the
/// service itself says about a failure is passed on. Belongs to one event loop.
final class Exchange implements ProxyInterceptor, BoundedBody.Watcher {

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final RoutingContext context;
    private final Destination service;
    private final Iterator<Directory.Node> nodes;
    private final MultiMap headers;
    private final long maxBytes;
    private final Breakers breakers;
    private Directory.Node node;
    private @Nullable BoundedBody body;
    private @Nullable HttpClientRequest outgoing;
    private long lastMove = System.nanoTime();
    private long timer;
    private boolean settled;
    private boolean repeated;

    /// @param nodes that may answer, at least one: the first that can be reached does
    /// @param headers what the service gets to see
    /// @param maxBytes most that the request may carry
    Exchange(
            RoutingContext context,
            Destination service,
            List<Directory.Node> nodes,
            MultiMap headers,
            long maxBytes,
            Breakers breakers) {
        this.context = context;
        this.service = service;
        this.nodes = nodes.iterator();
        this.node = this.nodes.next();
        this.headers = headers;
        this.maxBytes = maxBytes;
        this.breakers = breakers;
    }

    /// Opens the connection to the service.
    Future<HttpClientRequest> origin(ProxyContext proxied) {
        return connect(proxied.client()).onSuccess(this::opened);
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

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext proxied) {
        ProxyRequest request = proxied.request();
        request.setURI(Target.of(context.request()));
        request.headers().clear().addAll(headers);
        Body original = request.getBody();
        BoundedBody bounded = new BoundedBody(original.stream(), maxBytes, this);
        body = bounded;
        request.setBody(Body.body(bounded, original.length()));
        return send(proxied);
    }

    private Future<ProxyResponse> send(ProxyContext proxied) {
        timer = watch(node.timeout().toNanos());
        return proxied.sendRequest().compose(this::answered, failure -> failed(proxied, failure));
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext proxied) {
        ResponseHeaders.clean(proxied.response().headers(), node.url());
        return proxied.sendResponse();
    }

    @Override
    public void moved() {
        lastMove = System.nanoTime();
    }

    @Override
    public void tooLarge() {
        settle(ProblemType.TOO_LARGE, "The body may have at most " + maxBytes + " bytes.");
    }

    private void opened(HttpClientRequest request) {
        outgoing = request;
        // A failure comes by the answer's future as well, where it is dealt with.
        request.exceptionHandler(_ -> {});
        lastMove = System.nanoTime();
        if (settled) {
            request.reset();
        }
    }

    private Future<ProxyResponse> answered(ProxyResponse response) {
        context.vertx().cancelTimer(timer);
        breakers.answered(node.url());
        if (settled) {
            response.release();
            return Promise.<ProxyResponse>promise().future();
        }
        if (response.getStatusCode() == ProblemType.UNAUTHENTICATED.status()) {
            LOG.errorf("%s refuses the gateway's token request=%s", service, RequestId.of(context));
            return replaced(response, ProblemType.BAD_GATEWAY, "A service behind the gateway refused the gateway.");
        }
        if (response.getStatusCode() >= 400 && !isProblem(response)) {
            ProblemType type = ProblemType.ofStatus(response.getStatusCode());
            return replaced(response, type, type.cause());
        }
        return Future.succeededFuture(response);
    }

    private Future<ProxyResponse> replaced(ProxyResponse response, ProblemType type, String detail) {
        String retryAfter = response.headers().get("Retry-After");
        if (retryAfter != null) {
            context.response().putHeader("Retry-After", retryAfter);
        }
        response.release();
        return settle(type, detail);
    }

    private Future<ProxyResponse> failed(ProxyContext proxied, Throwable failure) {
        context.vertx().cancelTimer(timer);
        boolean byClient = context.response().closed() || (body != null && body.wasBrokenOff());
        if (outgoing != null && !settled && !byClient) {
            breakers.failed(node.url());
        }
        if (mayRepeat()) {
            repeated = true;
            outgoing = null;
            proxied.request().setBody(Body.body(Buffer.buffer()));
            return send(proxied);
        }
        // Of nodes that are left alone it was logged already.
        if (!settled && !byClient && !(failure instanceof Breakers.LeftAlone)) {
            LOG.warnf("%s did not answer: %s request=%s", service, failure.getMessage(), RequestId.of(context));
        }
        return outgoing == null
                ? settle(ProblemType.UNAVAILABLE, "A service that this request needs is not running at the moment.")
                : settle(ProblemType.BAD_GATEWAY, ProblemType.BAD_GATEWAY.cause());
    }

    /// A service may close a kept connection just when a request leaves for it (RFC 9112, section 9.3.1): what only
    /// reads is sent once more. What has a body is not: it is gone.
    private boolean mayRepeat() {
        HttpServerRequest request = context.request();
        return !settled
                && !repeated
                && outgoing != null
                && SAFE.contains(request.method())
                && body != null
                && body.wasEmpty()
                && !context.response().closed();
    }

    /// Ends the request with a problem, once.
    ///
    /// @return a future that never completes: the proxy has nothing left to do
    private Future<ProxyResponse> settle(ProblemType type, String detail) {
        HttpServerResponse response = context.response();
        if (!settled) {
            settled = true;
            context.vertx().cancelTimer(timer);
            if (outgoing != null) {
                outgoing.reset();
            }
            if (!response.closed() && !response.headWritten()) {
                Refusal.send(context, type, detail);
            }
        }
        return Promise.<ProxyResponse>promise().future();
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
        } else if (body != null && body.waitsForClient()) {
            settled = true;
            outgoing.reset();
            Refusal.cutOff(context.request());
        } else {
            breakers.failed(node.url());
            settle(ProblemType.TIMEOUT, ProblemType.TIMEOUT.cause());
        }
    }

    private static boolean isProblem(ProxyResponse response) {
        String type = response.headers().get("Content-Type");
        return type != null && type.startsWith(Problem.MEDIA_TYPE);
    }
}
