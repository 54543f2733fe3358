package dev.atrium.jobs.webhook;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Next;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// An endpoint's turn: what is due is sent, a few at a time, until nothing is due or others have their
/// turns.
@ApplicationScoped
class EndpointTurn {

    private static final Logger LOG = Logger.getLogger(EndpointTurn.class);

    private final Delivering delivering;
    private final Courier courier;
    private final WebhookConfig config;
    private final InstantSource clock;

    EndpointTurn(Delivering delivering, Courier courier, WebhookConfig config, InstantSource clock) {
        this.delivering = delivering;
        this.courier = courier;
        this.config = config;
        this.clock = clock;
    }

    Next run(String execution, Lane.Signs signs) throws SQLException {
        EndpointKey endpoint = EndpointKey.parse(execution);
        Instant end = clock.instant().plus(config.turn());
        boolean sent =
                sendDue(endpoint, () -> signs.isStopping() || clock.instant().isAfter(end));
        // Who waited for the senders may have been interrupted: JDBC would lose its connection by that.
        boolean _ = Thread.interrupted();
        delivering.settle(endpoint, sent);
        return new Next.Settled();
    }

    /// Returns when everything that was taken has ended or was given back.
    ///
    /// @return whether anything was taken
    private boolean sendDue(EndpointKey endpoint, BooleanSupplier over) throws SQLException {
        delivering.abandon(endpoint);
        boolean taken = false;
        Semaphore places = new Semaphore(config.requestsToAnEndpoint());
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                while (!over.getAsBoolean()) {
                    places.acquire();
                    Optional<Claimed> due = delivering.claim(endpoint);
                    if (due.isEmpty()) {
                        return taken;
                    }
                    taken = true;
                    senders.execute(() -> send(endpoint, due.get(), places));
                }
            } catch (InterruptedException e) {
                LOG.debugf(e, "endpoint=%s is given back", endpoint);
                senders.shutdownNow();
            }
        }
        return taken;
    }

    private void send(EndpointKey endpoint, Claimed delivery, Semaphore places) {
        try {
            try {
                delivering.store(endpoint, courier.send(endpoint.tenant(), delivery));
            } catch (InterruptedException _) {
                delivering.giveBack(endpoint, delivery);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(e, "delivery=%s: how it ended could not be stored, it is tried again", delivery.id());
        } finally {
            places.release();
        }
    }
}
