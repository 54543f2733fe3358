package dev.atrium.media.upload;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// Where uploads lie while they come in.
@ConfigMapping(prefix = "atrium.media.spool")
public interface SpoolConfig {

    /// A directory that belongs to this process alone: everything in it is deleted at start.
    Path directory();
}
