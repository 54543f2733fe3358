package dev.atrium.gateway.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Bounds that hold for all requests.
@ConfigMapping(prefix = "atrium.edge")
public interface EdgeConfig {

    /// Largest body of an upload, with its multipart framing: a little more than media-service takes as a file.
    @WithDefault("101M")
    MemorySize maxUpload();
}
