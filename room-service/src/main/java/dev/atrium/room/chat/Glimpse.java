package dev.atrium.room.chat;

/// What a room's memory knows of a message.
public sealed interface Glimpse {

    /// As it is now.
    record Known(Message message) implements Glimpse {}

    /// There is none.
    record Absent() implements Glimpse {}

    /// If there is one, the store has it.
    record Stored(Unstored unstored) implements Glimpse {

        /// The message that the store has, as it is now.
        public Message over(Message stored) {
            return unstored.over(stored);
        }
    }
}
