package dev.atrium.platform.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Optional;

/// Which traces are recorded, by all services; by default none.
@ConfigMapping(prefix = "atrium.traces")
public interface TracesConfig {

    /// Where they are sent (OTLP over gRPC): `http://host:4317`.
    Optional<String> endpoint();

    /// The share of traces that is recorded; at 0 also none is of which the client says so.
    @WithDefault("0")
    @DecimalMin("0")
    @DecimalMax("1")
    double ratio();
}
