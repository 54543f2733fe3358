package dev.atrium.gateway.guest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What people without credentials may do beside reading.
@ConfigMapping(prefix = "atrium.guest")
public interface GuestConfig {

    /// Whether they may post into public rooms of the commons, within `anonymous-messages-per-ip`.
    @WithDefault("true")
    boolean posting();
}
