package dev.atrium.room.sync;

/// What becomes of who wants to share a room's document.
enum Joining {
    DONE,
    /// There is no such room, or the client may not read it.
    FORBIDDEN,
    /// The room has no seat left.
    FULL,
    /// The room is not served there, or not at the moment.
    ELSEWHERE
}
