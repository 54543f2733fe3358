package dev.atrium.room.chat;

/// What a room's memory knows of a message.
public sealed interface Glimpse {

    /// As it is now.
    record Known(Message message) implements Glimpse {}

    /// As it is now, but for the answers to it: those that left memory are in the store.
    ///
    /// @param upTo they are those up to this sequence number
    record Older(Message message, Unstored unstored, long upTo) implements Glimpse {

        /// The message, of which the store has told how many answers are there.
        public Message over(Message stored) {
            return unstored.over(stored);
        }
    }

    /// There is none.
    record Absent() implements Glimpse {}

    /// If there is one, the store has it.
    ///
    /// @param upTo answers to it that left memory are those up to this sequence number
    record Stored(Unstored unstored, long upTo) implements Glimpse {

        /// The message that the store has, as it is now.
        public Message over(Message stored) {
            return unstored.over(stored);
        }
    }
}
