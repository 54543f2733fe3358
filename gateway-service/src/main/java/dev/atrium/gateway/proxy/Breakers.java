package dev.atrium.gateway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// A [Breaker] for each node that requests are sent to.
@Singleton
final class Breakers {

    private static final Logger LOG = Logger.getLogger(Breakers.class);

    /// Nodes come and go; more than these are never there at the same time.
    private static final int NODES_MAX = 1_000;

    private final Map<URI, Breaker> byNode = new ConcurrentHashMap<>();
    private final ProxyConfig config;
    private final MeterRegistry metrics;

    /// Nothing is sent to a node now.
    static final class LeftAlone extends Exception {

        private static final long serialVersionUID = 1;
    }

    Breakers(ProxyConfig config, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /// As [Breaker#admits].
    boolean admits(URI node) {
        return of(node).admits(System.nanoTime());
    }

    /// As [Breaker#answered].
    void answered(URI node) {
        if (of(node).answered() == Breaker.Change.CLOSED) {
            LOG.infof("%s answers again", node);
        }
    }

    /// As [Breaker#failed].
    void failed(URI node) {
        if (of(node).failed(System.nanoTime()) == Breaker.Change.OPENED) {
            metrics.counter("atrium.gateway.breaker.opened").increment();
            LOG.warnf(
                    "%s hardly answers: requests for it are refused, but for one in %s, until one is answered",
                    node, config.breakerPause());
        }
    }

    private Breaker of(URI node) {
        if (byNode.size() > NODES_MAX) {
            byNode.clear();
        }
        return byNode.computeIfAbsent(node, _ -> new Breaker(config.breakerPause()));
    }
}
