package dev.atrium.media.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Who may download at a time, with a connection to the store that lasts as long as the client likes. A quarter of all
/// connections is left to what is not a download, the others are [Shares].
@ApplicationScoped
public class Turns {

    private static final int PARTS = 4;

    private final Shares connections;

    /// @param connections to the store, all together
    Turns(@ConfigProperty(name = "quarkus.s3.async-client.max-concurrency") int connections, MeterRegistry metrics) {
        this.connections = new Shares(connections - connections / PARTS);
        Gauge.builder("atrium.media.downloads", this.connections, Shares::taken)
                .description("downloads that go on")
                .register(metrics);
    }

    /// @return empty if it is not their turn
    public Optional<Shares.Share> take(Party party) {
        return connections.take(party, 1);
    }
}
