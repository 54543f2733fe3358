package dev.atrium.gateway.edge;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/// A request of HTTP/2 that may be paused also when it has been read, as one of HTTP/1.1 may: REST
/// endpoints pause every request, and Vert.x throws at that.
final class CalmRequest extends HttpServerRequestWrapper {

    private static final String MADE = CalmRequest.class.getName();

    private CalmRequest(HttpServerRequest request) {
        super((HttpServerRequestInternal) request);
    }

    /// Whether a request should be routed as a calm one instead; true once for each.
    static boolean isDue(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && ((HttpServerRequestInternal) request).context().getLocal(MADE) == null;
    }

    static CalmRequest of(HttpServerRequest request) {
        CalmRequest calm = new CalmRequest(request);
        calm.context().putLocal(MADE, true);
        return calm;
    }

    @Override
    public HttpServerRequest pause() {
        return isEnded() ? this : super.pause();
    }

    @Override
    public HttpServerRequest resume() {
        return isEnded() ? this : super.resume();
    }

    @Override
    public HttpServerRequest fetch(long amount) {
        return isEnded() ? this : super.fetch(amount);
    }
}
