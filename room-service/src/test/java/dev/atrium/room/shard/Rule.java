package dev.atrium.room.shard;

/// A rule of the protocol that a simulation can break, to show that it would notice.
enum Rule {
    /// A command is acknowledged only when it was read back.
    ACKNOWLEDGE_ON_READ_BACK,
    /// A record of an epoch that is over does not count.
    EPOCH_MUST_BE_PRESENT,
    /// A record behind a lost one does not count.
    POSITION_MUST_BE_NEXT,
    /// A node knows its own claim by an id that no other claim has.
    ATTEMPTS_ARE_UNIQUE,
    /// A position is committed only when everything before it is stored.
    COMMIT_AFTER_CHECKPOINT,
    /// The filter's two numbers are kept with the position.
    COMMIT_WITH_FILTER,
    /// A claim has a higher epoch than any that was lost with the log's end.
    CLAIMS_RISE_OVER_A_LOSS,
    /// Where the log goes on after it was found shorter than what was committed, is committed.
    THE_END_IS_COMMITTED,
    /// A load sees all checkpoints that were done before it was asked for.
    LOAD_SEES_CHECKPOINTS,
    /// The store is asked for a client's id where memory cannot tell whether it is new.
    STORE_IS_ASKED
}
