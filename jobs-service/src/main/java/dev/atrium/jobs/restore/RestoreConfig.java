package dev.atrium.jobs.restore;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// How backups are brought back.
@ConfigMapping(prefix = "atrium.restore")
public interface RestoreConfig {

    /// A directory that belongs to this process alone: everything in it is deleted at start.
    Path directory();
}
