package dev.atrium.platform.identity;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Who runs the installation.
@ConfigMapping(prefix = "atrium.operator")
public interface OperatorConfig {

    /// The organisation whose administrators give plans and limits to tenants, see how the whole installation
    /// does and what it could make nothing of, and delete files of the commons; absent: nobody does by the API.
    /// The gateway, media- and jobs-service read it.
    Optional<String> tenant();
}
