package dev.atrium.media.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/// Where uploads lie while they come in.
@ConfigMapping(prefix = "atrium.media.spool")
public interface SpoolConfig {

    /// A directory that belongs to this process alone: everything in it is deleted at start.
    Path directory();

    /// How much all uploads of a node that go on at a time may take there together, with the forms around them;
    /// what would be more is answered 503. No organisation (outside of organisations: no address) has more of it
    /// than is free besides, and in it nobody more than half of that. One upload always fits.
    @WithDefault("4G")
    MemorySize maxSize();
}
