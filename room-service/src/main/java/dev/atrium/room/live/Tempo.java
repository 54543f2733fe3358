package dev.atrium.room.live;

/// How soon a change must be seen by everybody.
public enum Tempo {
    /// At once, and nobody may miss it: locks, playback.
    NOW,
    /// With what follows shortly: presence, typing, how far work is.
    CALM,
    /// As soon as it pays: cursors, pictures.
    QUICK
}
