package dev.atrium.room.sync;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// Bounds of the sockets by which documents are shared. How much a document may hold is a part of the formats in which
/// it is kept and sent, and no setting.
@ConfigMapping(prefix = "atrium.room.sync")
public interface SyncConfig {

    /// Bytes that a client may send, and that may be made for it in answer, in a second of the long run;
    /// sixteen seconds' worth may come at once. Each message counts 1 KiB more. Those who may not write
    /// have a quarter.
    @WithDefault("2097152")
    @Min(65_536)
    @Max(1_073_741_824)
    int bytesPerSecond();
}
