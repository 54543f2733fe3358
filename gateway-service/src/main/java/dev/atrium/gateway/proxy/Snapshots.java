package dev.atrium.gateway.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.atrium.gateway.edge.Refusal;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps the latest answers to what anybody may read, and gives them again where a service does not
/// answer (GW-15). Only for requests without credentials: what one of them is told, all of them are. An
/// answer is given at most so long after it was right as is configured ([ProxyConfig#snapshotAge]), and
/// not any more once the service says something else.
@Singleton
final class Snapshots {

    /// What is the same for everybody without credentials.
    private static final Set<String> PATHS = Set.of(
            "/api/rooms",
            "/api/rooms/{id}",
            "/api/rooms/{id}/messages",
            "/api/rooms/{id}/messages/{messageId}",
            "/api/rooms/{id}/objects",
            "/api/rooms/{id}/object",
            "/api/rooms/{id}/document",
            "/api/files",
            "/api/files/{id}");

    /// Of an answer that is asked for all the time not each is kept.
    private static final long YOUNG_NANOS = Duration.ofSeconds(1).toNanos();

    private static final int KEY_LENGTH_MAX = 2_048;

    /// Told that way, these answers say that they are older ones (RFC 9111, 5.1; RFC 9211).
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");

    private static final String FROM_MEMORY = "atrium; hit; detail=service-unavailable";

    private static final Set<String> FRESH_ONLY = Set.of("no-cache", "no-store");

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final Set<Route> routes = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Cache<String, Snapshot> kept;
    private final Ticker nanos;
    private final MeterRegistry metrics;

    @Inject
    Snapshots(ProxyConfig config, MeterRegistry metrics) {
        this(config.snapshotBytes().asLongValue(), config.snapshotAge(), Ticker.systemTicker(), metrics);
    }

    /// @param maxBytes of all that is kept, roughly; 0: nothing is
    Snapshots(long maxBytes, Duration age, Ticker nanos, MeterRegistry metrics) {
        this.nanos = nanos;
        this.metrics = metrics;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, Snapshot snapshot) -> 2 * key.length() + snapshot.weight())
                .expireAfterWrite(age)
                .ticker(nanos)
                // A little work now and then costs less than a task for another thread.
                .executor(Runnable::run)
                .build();
        if (maxBytes > 0) {
            Policy.routes().stream().filter(Snapshots::isForAll).forEach(routes::add);
        }
    }

    /// Where the answer to a request is kept; empty if it is for its caller alone, or wanted fresh.
    Optional<Place> place(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        if (!routes.contains(route)
                || !request.method().equals(HttpMethod.GET)
                || !RequestCaller.of(context).isAnonymous()
                || Snapshot.directives(request.headers(), HttpHeaders.CACHE_CONTROL).stream()
                        .anyMatch(FRESH_ONLY::contains)) {
            return Optional.empty();
        }
        String key = Target.of(request) + '\n' + Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "");
        return key.length() > KEY_LENGTH_MAX ? Optional.empty() : Optional.of(place(key, route.destination()));
    }

    Place place(String key, Destination service) {
        return new Place(key, service);
    }

    private static boolean isForAll(Route route) {
        return route.method().equals(HttpMethod.GET)
                && PATHS.contains(route.path().toString());
    }

    /// Where answers to one question are kept.
    final class Place {

        private final String key;
        private final Destination service;

        private Place(String key, Destination service) {
            this.key = key;
            this.service = service;
        }

        /// The service has begun an answer: where it refuses, what it said before is over.
        void heard(int status) {
            if (status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_MANY) {
                kept.invalidate(key);
            }
        }

        /// The service has given a whole answer.
        ///
        /// @param node that gave it
        void keep(int status, MultiMap headers, Buffer body, URI node) {
            if (Snapshot.isForAll(status, headers) && isDue()) {
                kept.put(key, Snapshot.of(headers, body, node, nanos.read()));
            }
        }

        /// The service has said that an answer from before is still right.
        void keep(Snapshot confirmed) {
            if (isDue()) {
                kept.put(key, confirmed.at(nanos.read()));
            }
        }

        private boolean isDue() {
            Snapshot present = present();
            return present == null || nanos.read() - present.takenNanos() > YOUNG_NANOS;
        }

        /// What is kept there now; null if nothing is.
        @Nullable
        Snapshot present() {
            return kept.getIfPresent(key);
        }

        /// Answers a request from memory.
        ///
        /// @return false if there is nothing; then nothing was done
        boolean answer(RoutingContext context) {
            Snapshot snapshot = present();
            if (snapshot == null) {
                return false;
            }
            metrics.counter("atrium.gateway.snapshots.given", "service", service.application())
                    .increment();
            HttpServerResponse response = context.response();
            MultiMap headers = response.headers();
            snapshot.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
            long ageSeconds = TimeUnit.NANOSECONDS.toSeconds(nanos.read() - snapshot.takenNanos());
            headers.remove(HttpHeaders.RETRY_AFTER)
                    .set(HttpHeaders.AGE, Long.toString(ageSeconds))
                    .set(CACHE_STATUS, FROM_MEMORY)
                    .set(HttpHeaders.CACHE_CONTROL, "no-store");
            Refusal.discardBody(context.request());
            Future<Void> _ = response.end(Buffer.buffer(snapshot.body()));
            return true;
        }
    }
}
