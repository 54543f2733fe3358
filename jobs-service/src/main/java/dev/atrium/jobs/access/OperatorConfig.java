package dev.atrium.jobs.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who runs the installation.
@ConfigMapping(prefix = "atrium.operator")
public interface OperatorConfig {

    /// The organisation whose administrators see how the whole installation does, and what it could make
    /// nothing of; absent: nobody does by the API. As for the gateway.
    Optional<String> tenant();
}
