package dev.atrium.room.tinybase;

import java.time.Instant;

/// How far the server is in fetching what a client has and the room has not. The client's answers are collected and
/// taken in together at the end.
sealed interface Pull {

    /// No pull is going on.
    record None() implements Pull {}

    /// The client was asked for something.
    ///
    /// @param request id of the request
    /// @param theirs what the client announced
    /// @param collected what it has answered so far
    record Asked(Question question, String request, ContentHashes theirs, Changes collected, Instant deadline)
            implements Pull {}

    /// The client was asked for its hashes, because it is not known what it has.
    record AskedHashes(String request, Instant deadline) implements Pull {}

    /// What the client answered is on its way into the room.
    record Committing(long commit, ContentHashes theirs) implements Pull {}

    /// What a client is asked for, in this order.
    enum Question {
        TABLES,
        ROWS,
        CELLS,
        VALUES
    }
}
