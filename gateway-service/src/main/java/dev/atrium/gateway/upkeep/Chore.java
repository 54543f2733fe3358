package dev.atrium.gateway.upkeep;

import io.smallrye.mutiny.Uni;

/// Something that every bean of this type does soon after the start, and then each hour. Another gateway may be at it
/// at the same time, and what fails is done an hour later.
public interface Chore {

    /// What it does, for the log.
    String name();

    /// Begins to do it.
    Uni<?> run();
}
