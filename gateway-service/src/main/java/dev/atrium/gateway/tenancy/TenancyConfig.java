package dev.atrium.gateway.tenancy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How people are kept apart (GW-8). Chosen at installation: what was written under one mode is not
/// seen under another.
@ConfigMapping(prefix = "atrium.tenancy")
public interface TenancyConfig {

    /// Who signs in is in one shared tenant (`internal`), alone in a tenant (`single`), or in the tenant of
    /// an organisation (`multi`).
    @WithDefault("multi")
    Mode mode();

    /// What decides about the tenant.
    enum Mode {
        /// Whoever signs in is in one shared tenant; strangers stay in the commons.
        INTERNAL,
        /// Everybody is alone in a tenant of their own.
        SINGLE,
        /// Organisations; who is in none is in the commons.
        MULTI
    }
}
