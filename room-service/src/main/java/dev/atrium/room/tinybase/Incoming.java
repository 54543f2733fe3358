package dev.atrium.room.tinybase;

import java.util.Optional;

/// Understands what one client sends. One for each socket.
public final class Incoming {

    /// What a payload turned out to be.
    public sealed interface Result {

        /// Something for the room's store.
        ///
        /// @param length of the payload, in characters
        record Said(Message message, int length) implements Result {}

        /// Nothing to be done: a fragment, or something for a client that is not known here.
        record Nothing() implements Result {}

        /// The socket must be closed.
        record Refused(Closing reason) implements Result {}
    }

    private final Fragments fragments;

    /// @param maxBytes most bytes of fragments that wait for others
    /// @param memory from which these come
    public Incoming(int maxBytes, Memory memory) {
        this.fragments = new Fragments(maxBytes, memory);
    }

    /// @param channel where the payload came; empty on a socket of one room
    /// @param now milliseconds of any clock that goes on
    public Result receive(String channel, String text, long now) {
        Optional<Payload> payload = Payload.parse(text);
        if (payload.isEmpty()) {
            return new Result.Refused(Closing.INVALID);
        }
        String remainder = payload.get().remainder();
        Optional<Message> whole = MessageReader.read(remainder);
        if (whole.isPresent()) {
            return said(payload.get(), whole, remainder.length());
        }
        Fragments.Result piece = fragments
                .add(channel + Payload.SEPARATOR + payload.get().address(), remainder, now)
                .orElseGet(() -> new Fragments.Result.Refused(Closing.INVALID));
        return switch (piece) {
            case Fragments.Result.Incomplete _ -> new Result.Nothing();
            case Fragments.Result.Complete complete ->
                said(
                        payload.get(),
                        MessageReader.read(complete.remainder()),
                        complete.remainder().length());
            case Fragments.Result.Refused refused -> new Result.Refused(refused.reason());
        };
    }

    /// Whether fragments wait for others: [#expire] must be called.
    public boolean isWaiting() {
        return !fragments.isEmpty();
    }

    /// Forgets fragments of which the others did not come in time; to be called every second or so while [#isWaiting].
    ///
    /// @param now as with [#receive]
    public void expire(long now) {
        fragments.expire(now);
    }

    /// Gives back all memory: nothing more will come.
    public void close() {
        fragments.clear();
    }

    private static Result said(Payload payload, Optional<Message> message, int length) {
        if (message.isEmpty()) {
            return new Result.Refused(Closing.INVALID);
        }
        return payload.isForServer() ? new Result.Said(message.get(), length) : new Result.Nothing();
    }
}
