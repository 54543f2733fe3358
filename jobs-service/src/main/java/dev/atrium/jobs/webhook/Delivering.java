package dev.atrium.jobs.webhook;

import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;

/// The transactions of an endpoint's turn.
@ApplicationScoped
class Delivering {

    private final DataSource dataSource;
    private final Claims claims;
    private final Outcomes outcomes;
    private final TurnEnd turnEnd;
    private final InstantSource clock;

    Delivering(DataSource dataSource, Claims claims, Outcomes outcomes, TurnEnd turnEnd, InstantSource clock) {
        this.dataSource = dataSource;
        this.claims = claims;
        this.outcomes = outcomes;
        this.turnEnd = turnEnd;
        this.clock = clock;
    }

    /// Takes what is due next; empty if nothing is to be sent at the moment.
    Optional<Claimed> claim(EndpointKey endpoint) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, endpoint.tenant(), connection -> claims.next(connection, endpoint));
    }

    void store(EndpointKey endpoint, Outcomes.Attempt attempt) throws SQLException {
        TenantConnections.inTenant(dataSource, endpoint.tenant(), connection -> {
            outcomes.store(connection, endpoint, attempt, clock.instant());
            return attempt;
        });
    }

    void giveBack(EndpointKey endpoint, Claimed delivery) throws SQLException {
        TenantConnections.inTenant(dataSource, endpoint.tenant(), connection -> {
            outcomes.giveBack(connection, endpoint, delivery, clock.instant());
            return delivery;
        });
    }

    /// Has attempts be made anew whose node is dead.
    void abandon(EndpointKey endpoint) throws SQLException {
        Duration patience = turnEnd.deadAfter();
        TenantConnections.inTenant(dataSource, endpoint.tenant(), connection -> {
            Instant now = clock.instant();
            outcomes.abandon(connection, endpoint, now.minus(patience), now);
            return endpoint;
        });
    }

    /// Ends the turn and decides when the next one is.
    ///
    /// @param sent whether anything was sent in it
    void settle(EndpointKey endpoint, boolean sent) throws SQLException {
        boolean now = TenantConnections.inTenant(
                dataSource, endpoint.tenant(), connection -> turnEnd.settle(connection, endpoint, sent));
        if (now) {
            turnEnd.wake();
        }
    }
}
