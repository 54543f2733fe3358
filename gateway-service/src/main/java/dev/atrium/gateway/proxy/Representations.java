package dev.atrium.gateway.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the latest answers to questions that many ask, so that a service need not say them again. The
/// service is asked each time: only it knows who may read what, and whether that is still so. Where it
/// confirms the validator of what is kept (RFC 9110, 13.1.2), the client gets that from memory; nobody gets
/// anything that was not confirmed for this request.
@Singleton
final class Representations {

    /// Whose answers are the same for everybody of a tenant who may read them at all, and have a validator.
    private static final Set<String> PATHS = Set.of("/api/rooms/{id}/messages");

    /// With these a client asks for something else than the whole answer.
    private static final List<String> CONDITIONS = List.of("if-none-match", "if-modified-since", "range");

    private static final Duration AGE_MAX = Duration.ofMinutes(10);
    private static final int KEY_LENGTH_MAX = 2_048;
    private static final int NOT_MODIFIED = 304;

    private final Set<Route> routes = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Cache<String, Snapshot> kept;
    private final Counter confirmed;

    Representations(ProxyConfig config, MeterRegistry metrics) {
        long maxBytes = config.representationBytes().asLongValue();
        this.confirmed = metrics.counter("atrium.gateway.representations.confirmed");
        this.kept = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, Snapshot snapshot) -> 2 * key.length() + snapshot.weight())
                .expireAfterAccess(AGE_MAX)
                .executor(Runnable::run)
                .build();
        if (maxBytes > 0) {
            Policy.routes().stream().filter(Representations::isShared).forEach(routes::add);
        }
    }

    /// Where the answer to a request is kept; empty if none is.
    Optional<Place> place(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        if (!routes.contains(route)
                || !request.method().equals(HttpMethod.GET)
                || CONDITIONS.stream().anyMatch(request.headers()::contains)) {
            return Optional.empty();
        }
        String key = RequestCaller.of(context).tenant().value()
                + '\n'
                + Target.of(request)
                + '\n'
                + Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "");
        return key.length() > KEY_LENGTH_MAX ? Optional.empty() : Optional.of(new Place(key, kept.getIfPresent(key)));
    }

    private static boolean isShared(Route route) {
        return route.method().equals(HttpMethod.GET)
                && PATHS.contains(route.path().toString());
    }

    /// Where the answers to one question are kept, for one request.
    final class Place {

        private final String key;
        private final @Nullable Snapshot known;

        private Place(String key, @Nullable Snapshot known) {
            this.key = key;
            this.known = known;
        }

        /// Adds to a request for the service what is known already.
        void ask(MultiMap headers) {
            if (known != null) {
                headers.set(HttpHeaders.IF_NONE_MATCH, known.validator());
            }
        }

        /// What is known, if the service says that it is still so, and for this caller; else null.
        @Nullable
        Snapshot confirmedBy(int status) {
            return status == NOT_MODIFIED ? known : null;
        }

        /// Gives a client what was confirmed.
        void answer(Snapshot snapshot, HttpServerResponse response) {
            confirmed.increment();
            MultiMap headers = response.headers();
            snapshot.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
            headers.set(HttpHeaders.DATE, ResponseHeaders.date());
            Future<Void> _ = response.end(Buffer.buffer(snapshot.body()));
        }

        /// The service has given a whole answer.
        ///
        /// @param node that gave it
        void keep(int status, MultiMap headers, Buffer body, URI node) {
            if (headers.contains(HttpHeaders.ETAG) && Snapshot.isForAll(status, headers)) {
                kept.put(key, Snapshot.of(headers, body, node, System.nanoTime()));
            }
        }
    }
}
