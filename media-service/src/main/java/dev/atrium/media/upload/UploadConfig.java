package dev.atrium.media.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What an upload may be.
@ConfigMapping(prefix = "atrium.media.upload")
public interface UploadConfig {

    /// Largest file that is taken.
    @WithDefault("100M")
    MemorySize maxFileSize();
}
