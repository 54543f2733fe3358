package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// How the gateway goes (SIGTERM): it takes nothing new, lets what is on its way end, and is gone after a few seconds
/// at most.
///
/// Quarkus' own waiting is off, because it counts a request that became a WebSocket as unanswered for ever.
@Singleton
public class GracefulShutdown {

    /// What is longer on its way than this is cut off.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int AFTER_ALL_OTHERS = Interceptor.Priority.LIBRARY_AFTER;

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);

    /// Weak, because not every client that breaks off makes its request end.
    private final Set<RoutingContext> present =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private final Duration patience;
    private volatile boolean begun;

    GracefulShutdown() {
        this(PATIENCE);
    }

    /// @param patience how long what is on its way may take to end
    GracefulShutdown(Duration patience) {
        this.patience = patience;
    }

    /// Whether nothing new is taken.
    public boolean hasBegun() {
        return begun;
    }

    private void left(RoutingContext context) {
        present.remove(context);
        completeIfEmpty();
    }

    /// Lets a request in, or refuses it.
    ///
    /// @return whether it is in
    boolean admits(RoutingContext context) {
        if (begun) {
            closeAfterwards(context.request());
            Refusal.send(context, ProblemType.UNAVAILABLE, "This gateway is being restarted.");
            return false;
        }
        present.add(context);
        Ending.then(context, () -> left(context));
        return true;
    }

    void begin(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownDelayInitiatedEvent event) {
        begun = true;
        present.removeIf(context -> context.response().closed());
        present.forEach(context -> closeAfterwards(context.request()));
        completeIfEmpty();
    }

    void await(@Observes @Priority(AFTER_ALL_OTHERS) ShutdownDelayInitiatedEvent event) {
        try {
            empty.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("requests and sockets that are cut off: %d", present.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void completeIfEmpty() {
        if (begun && present.isEmpty()) {
            empty.complete(null);
        }
    }

    /// HTTP/2 has no header for this; its connections are told when the server closes.
    private static void closeAfterwards(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && !request.response().headWritten()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }
}
