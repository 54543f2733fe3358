package dev.atrium.jobs.webhook;

import dev.atrium.jobs.lane.Lane;
import dev.atrium.jobs.lane.Lanes;
import dev.atrium.jobs.lane.Party;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.platform.identity.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The lane in which endpoints have their turns: one execution for each that has something to do.
@ApplicationScoped
class EndpointLane {

    static final String NAME = "webhook";

    private final Lanes lanes;
    private final WebhookConfig config;
    private final EndpointTurn turn;
    private final InstantSource clock;
    private volatile @Nullable Lane lane;

    EndpointLane(Lanes lanes, WebhookConfig config, EndpointTurn turn, InstantSource clock) {
        this.lanes = lanes;
        this.config = config;
        this.turn = turn;
        this.clock = clock;
    }

    /// Has the endpoint look for what is due, in the connection's transaction; call [#wake] after its
    /// commit.
    void ensure(Connection connection, EndpointKey endpoint) throws SQLException {
        ensure(connection, Set.of(endpoint));
    }

    /// [#ensure] for endpoints of one tenant.
    void ensure(Connection connection, Set<EndpointKey> endpoints) throws SQLException {
        Turns.ensure(connection, NAME, entries(connection, endpoints), Turns.Urgency.NORMAL, clock.instant());
    }

    /// Gives a running turn back to the lane: behind those of others if it is to go on now.
    void goOn(Connection connection, EndpointKey endpoint, Instant at) throws SQLException {
        if (at.isAfter(clock.instant())) {
            Turns.sleep(connection, NAME, Map.of(endpoint.toString(), at));
        } else {
            Turns.schedule(connection, NAME, entries(connection, Set.of(endpoint)), Turns.Urgency.NORMAL, at);
        }
    }

    /// Whose turns they are: only in the commons is that asked.
    private static List<Turns.Entry> entries(Connection connection, Set<EndpointKey> endpoints) throws SQLException {
        Set<UUID> ofCommons = endpoints.stream()
                .filter(endpoint -> endpoint.tenant().equals(TenantId.COMMONS))
                .map(EndpointKey::id)
                .collect(Collectors.toSet());
        Map<UUID, String> owners =
                ofCommons.isEmpty() ? Map.of() : EndpointTable.owners(connection, TenantId.COMMONS, ofCommons);
        return endpoints.stream()
                .map(endpoint -> new Turns.Entry(
                        endpoint.toString(), Party.of(endpoint.tenant(), owners.getOrDefault(endpoint.id(), ""))))
                .toList();
    }

    /// Has what was added in a committed transaction start at once; while the node starts, it starts
    /// with the first look.
    void wake() {
        Lane open = lane;
        if (open != null) {
            open.wake();
        }
    }

    void start(@Observes StartupEvent event) {
        lane = lanes.open(
                Lane.Kind.byTurns(NAME, config.endpoints(), config.endpointsOfATenant(), Map.of()), turn::run);
    }
}
