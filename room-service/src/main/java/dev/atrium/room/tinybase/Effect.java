package dev.atrium.room.tinybase;

/// What must be done for a [Conversation], in the order given.
public sealed interface Effect {

    /// Send this to the client, from the server's store.
    record Send(String remainder) implements Effect {}

    /// Make these changes count in the room, then call [Conversation#committed] with the number.
    ///
    /// @param number of the commit within the conversation
    record Commit(long number, Changes changes) implements Effect {}

    /// End the conversation.
    record Close(Closing reason) implements Effect {}
}
