package dev.atrium.media.access;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who runs the installation.
@ConfigMapping(prefix = "atrium.operator")
public interface OperatorConfig {

    /// The organisation whose administrators may delete files of the commons; absent: nobody does by the API. As for
    /// the gateway.
    Optional<String> tenant();
}
