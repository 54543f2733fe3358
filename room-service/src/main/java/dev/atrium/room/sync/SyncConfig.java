package dev.atrium.room.sync;

import dev.atrium.room.tinybase.DocumentLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/// Bounds of shared documents and of the sockets by which they are shared.
@ConfigMapping(prefix = "atrium.room.sync")
public interface SyncConfig {

    /// Most bytes that wait for a slow client, before it is disconnected. A document must fit.
    @WithDefault("16777216")
    @Min(65_536)
    int queueBytes();

    /// Most commits of one socket that are on their way into the log, before its next message is read.
    @WithDefault("8")
    @Min(1)
    @Max(1_000)
    int commitsInFlight();

    /// Bytes that a client may send, and that may be made for it in answer, in a second of the long run;
    /// sixteen seconds' worth may come at once. Each message counts 1 KiB more. Those who may not write
    /// have a quarter.
    @WithDefault("2097152")
    @Min(65_536)
    int bytesPerSecond();

    /// Most cells and values of a document, deleted ones included.
    @WithDefault("50000")
    @Min(1)
    @Max(65_000)
    int leaves();

    /// Most characters of a document, roughly.
    @WithDefault("4000000")
    @Min(1)
    @Max(5_000_000)
    long textLength();

    /// Most characters of one cell or value, as JSON. It must fit into a record of the log.
    @WithDefault("200000")
    @Min(1)
    @Max(250_000)
    int leafLength();

    default DocumentLimits limits() {
        return new DocumentLimits(leaves(), textLength(), leafLength(), DocumentLimits.USUAL.idLength());
    }
}
