package dev.atrium.room.relay;

import dev.atrium.platform.placement.PlacementTable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;

/// Nodes that serve rooms as a test has it.
@ApplicationScoped
public final class OwnersElsewhere {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final RelayTokens tokens;

    OwnersElsewhere(Vertx vertx, RelayTokens tokens) {
        this.vertx = vertx;
        this.tokens = tokens;
    }

    /// The nodes of a table.
    public Owners of(PlacementTable placements) {
        URI nowhere = URI.create("http://127.0.0.1:1");
        return new Owners(vertx, () -> placements, tokens, nowhere, new Owners.Patience(PATIENCE, PATIENCE));
    }
}
