package dev.atrium.gateway.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The key-value cache.
@ConfigMapping(prefix = "atrium.cache")
public interface CacheConfig {

    /// What the values of all tenants may have together, with what Redis needs for them: half of what
    /// that has, as it also keeps limits and tickets; at least 1M. Beyond it those of the tenant that
    /// has most are forgotten, which end next.
    @WithDefault("64M")
    MemorySize bytes();

    /// What the values of one tenant may have together, with what Redis needs for them; at least 1M.
    /// Beyond it the tenant's values that end next are forgotten.
    @WithDefault("16M")
    MemorySize bytesPerTenant();

    /// The same of all together who are in no organisation, or did not sign in; one of them may have an
    /// eighth of it, or 1M if that is more. Beyond it the values of whoever has most are forgotten.
    @WithDefault("32M")
    MemorySize bytesOfCommons();
}
