package dev.atrium.room.operation;

import java.util.Optional;

/// Who holds which lock of a room at this moment (RM-4).
@FunctionalInterface
public interface HeldLocks {

    /// Nobody holds any.
    HeldLocks NONE = _ -> Optional.empty();

    Optional<HeldLock> find(String name);
}
