package dev.atrium.gateway.tenancy;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who runs the installation.
@ConfigMapping(prefix = "atrium.operator")
public interface OperatorConfig {

    /// The organisation whose administrators do; absent: nobody does it by the API.
    Optional<String> tenant();
}
