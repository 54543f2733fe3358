package dev.atrium.gateway.proxy;

import dev.atrium.gateway.upstream.Directory;
import dev.atrium.gateway.upstream.Upstreams;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// A [Breaker] for each node that requests are sent to.
@Singleton
final class Breakers {

    private static final Logger LOG = Logger.getLogger(Breakers.class);

    /// Nodes come and go; more than these are never there at the same time.
    private static final int NODES_MAX = 1_000;

    private final Map<Place, Breaker> byPlace = new ConcurrentHashMap<>();
    private final ProxyConfig config;
    private final MeterRegistry metrics;

    /// Services of which different things are said have breakers of their own also at the same address.
    private record Place(URI url, Duration pause, int window) {

        Breaker closed() {
            return new Breaker(pause, window);
        }
    }

    /// Nothing is sent to a node now.
    static final class LeftAlone extends Exception {

        private static final long serialVersionUID = 1;
    }

    Breakers(ProxyConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /// As [Breaker#admits].
    boolean admits(Directory.Node node) {
        return of(place(node)).admits(System.nanoTime());
    }

    /// As [Breaker#answered].
    void answered(Directory.Node node) {
        if (of(place(node)).answered() == Breaker.Change.CLOSED) {
            LOG.infof("%s answers again", node.url());
        }
    }

    /// As [Breaker#isGone].
    boolean isGone(Directory.Node node) {
        return of(place(node)).isGone();
    }

    /// As [Breaker#unreachable].
    void unreachable(Directory.Node node) {
        Place place = place(node);
        tell(place, of(place).unreachable(System.nanoTime()));
    }

    /// As [Breaker#failed].
    void failed(Directory.Node node) {
        Place place = place(node);
        tell(place, of(place).failed(System.nanoTime()));
    }

    private void tell(Place place, Breaker.Change change) {
        if (change == Breaker.Change.OPENED) {
            metrics.counter("atrium.gateway.breaker.opened").increment();
            LOG.warnf(
                    "%s hardly answers: requests for it are refused, but for one in %s, until one is answered",
                    place.url(), place.pause());
        }
    }

    private Place place(Directory.Node node) {
        Upstreams.Upstream own = node.upstream();
        return new Place(
                node.url(),
                own.breakerPause().orElseGet(config::breakerPause),
                own.breakerWindow().orElseGet(config::breakerWindow));
    }

    private Breaker of(Place place) {
        if (byPlace.size() > NODES_MAX) {
            byPlace.clear();
        }
        return byPlace.computeIfAbsent(place, Place::closed);
    }
}
