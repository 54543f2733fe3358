package dev.atrium.search.embed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// How texts are embedded.
@ConfigMapping(prefix = "atrium.search.embed")
public interface EmbedConfig {

    /// Threads that one batch may use. Questions and indexing share the processor: more makes indexing faster and
    /// questions slower.
    @WithDefault("1")
    @Min(1)
    @Max(64)
    int threads();
}
