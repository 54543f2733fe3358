package dev.atrium.gateway.edge;

import dev.atrium.platform.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// How the gateway goes (SIGTERM): it gives notice, by not being ready any more; then it takes nothing new, lets what
/// is
/// on its way end, and is gone when that is done, or has had its time.
///
/// Quarkus' own waiting is off, because it counts a request that became a WebSocket as unanswered for ever.
@Singleton
public class GracefulShutdown {

    /// Of who broke off it is not always told.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final int AFTER_ALL_OTHERS = Interceptor.Priority.LIBRARY_AFTER;

    private static final Logger LOG = Logger.getLogger(GracefulShutdown.class);

    /// Weak, because not every client that breaks off makes its request end.
    private final Set<RoutingContext> present =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private final Duration notice;
    private final Duration patience;
    private volatile boolean announced;
    private volatile boolean begun;

    @Inject
    GracefulShutdown(EdgeConfig config) {
        this(config.drain().notice(), config.drain().patience());
    }

    /// @param notice for how long all goes on after it is announced
    /// @param patience how long what is on its way then may take to end
    GracefulShutdown(Duration notice, Duration patience) {
        this.notice = notice;
        this.patience = patience;
    }

    /// Whether it will begin, or has.
    boolean isAnnounced() {
        return announced;
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
        announced = true;
        giveNotice();
        begun = true;
        forgetWhoBrokeOff();
        now().forEach(context -> closeAfterwards(context.request()));
    }

    void await(@Observes @Priority(AFTER_ALL_OTHERS) ShutdownDelayInitiatedEvent event) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!isEmptyBy(Math.min(end, System.nanoTime() + LOOK.toNanos()))) {
                if (System.nanoTime() - end >= 0) {
                    LOG.warnf("requests and sockets that are cut off: %d", present.size());
                    return;
                }
                forgetWhoBrokeOff();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isEmptyBy(long nanos) throws InterruptedException {
        try {
            empty.get(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void giveNotice() {
        try {
            // Nobody is missed before it has begun.
            boolean _ = isEmptyBy(System.nanoTime() + notice.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forgetWhoBrokeOff() {
        now().stream().filter(context -> context.response().closed()).forEach(present::remove);
        completeIfEmpty();
    }

    /// Those who are present now. A response has a lock of its own, which those who leave may hold: it is not to be
    /// asked within that of the set.
    private List<RoutingContext> now() {
        return new ArrayList<>(present);
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
