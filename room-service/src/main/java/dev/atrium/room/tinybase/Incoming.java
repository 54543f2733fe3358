package dev.atrium.room.tinybase;

import java.util.Optional;

/// Understands what one client sends. One for each socket.
public final class Incoming {

    /// What a payload turned out to be.
    public sealed interface Result {

        /// Something for the room's store.
        record Said(Message message) implements Result {}

        /// Nothing to be done: a fragment, or something for a client that is not known here.
        record Nothing() implements Result {}

        /// The socket must be closed.
        record Refused(Closing reason) implements Result {}
    }

    private final Fragments fragments = new Fragments();

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
            return said(payload.get(), whole);
        }
        Fragments.Result piece = fragments
                .add(channel + Payload.SEPARATOR + payload.get().address(), remainder, now)
                .orElseGet(() -> new Fragments.Result.Refused(Closing.INVALID));
        return switch (piece) {
            case Fragments.Result.Incomplete _ -> new Result.Nothing();
            case Fragments.Result.Complete complete -> said(payload.get(), MessageReader.read(complete.remainder()));
            case Fragments.Result.Refused refused -> new Result.Refused(refused.reason());
        };
    }

    private static Result said(Payload payload, Optional<Message> message) {
        if (message.isEmpty()) {
            return new Result.Refused(Closing.INVALID);
        }
        return payload.isForServer() ? new Result.Said(message.get()) : new Result.Nothing();
    }
}
