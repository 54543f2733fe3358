package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.edge.ClientAddress;
import dev.atrium.gateway.edge.Ending;
import dev.atrium.gateway.edge.RequestCaller;
import dev.atrium.gateway.upkeep.Rounds;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Charges;
import dev.atrium.platform.limit.Leases;
import dev.atrium.platform.limit.Usage;
import dev.atrium.platform.limit.Verdict;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// How many sockets are open at one time, of everybody who has a quota of them.
@ApplicationScoped
class SocketLeases {

    private static final Logger LOG = Logger.getLogger(SocketLeases.class);

    private static final Set<Usage> OPEN_SOCKET = Set.of(Usage.OPEN_SOCKETS);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Leases leases;
    private final Charges charges;
    private final Rounds rounds;
    private final Map<RoutingContext, SocketLease> handshakes = new ConcurrentHashMap<>();

    SocketLeases(Leases leases, Charges charges, Vertx vertx) {
        this.leases = leases;
        this.charges = charges;
        this.rounds = new Rounds(vertx, EVERY, this::tell, SocketLeases::failed);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    /// What was not told by now is over when its term is.
    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /// Takes a lease for the socket that a request wants to open, until the request has failed or the
    /// socket is closed.
    ///
    /// @return never fails
    Future<Verdict> take(RoutingContext handshake) {
        List<Charge> due = charges.of(OPEN_SOCKET, RequestCaller.of(handshake), ClientAddress.of(handshake), 0);
        return leases.take(due).onSuccess(verdict -> {
            if (verdict.allowed()) {
                taken(handshake, new SocketLease(leases, due));
            }
        });
    }

    private void taken(RoutingContext handshake, SocketLease lease) {
        lease.putInto(handshake);
        handshakes.put(handshake, lease);
        Ending.then(handshake, () -> ended(handshake, lease));
        if (handshake.response().closed()) {
            ended(handshake, lease);
        }
    }

    private void ended(RoutingContext handshake, SocketLease lease) {
        handshakes.remove(handshake);
        lease.requestEnded();
    }

    /// Also finds what nobody tells: that a client has gone in the middle of its handshake.
    private Uni<?> tell() {
        handshakes.forEach((handshake, lease) -> {
            if (handshake.response().closed()) {
                ended(handshake, lease);
            } else if (lease.isOpen()) {
                handshakes.remove(handshake);
            }
        });
        return Uni.createFrom().completionStage(() -> leases.tell().toCompletionStage());
    }

    private static void failed(Throwable failure) {
        LOG.errorf(failure, "how many sockets are open is not told, trying again in %s", EVERY);
    }
}
