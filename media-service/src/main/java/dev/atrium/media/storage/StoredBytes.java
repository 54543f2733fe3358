package dev.atrium.media.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/// An object, or a part of one, on its way from the store to a client. As the entity of a response it is written as
/// fast as the client reads, and is never in memory as a whole. Must be subscribed to once, and soon.
///
/// @param length how many bytes come
/// @param bytes fail at once if they come too late, or for the second time
/// @param turn given back when they have all come, or come no more
public record StoredBytes(long length, Flow.Publisher<ByteBuffer> bytes, Shares.Share turn) {

    /// Lets go of them, if nobody has subscribed to them yet.
    public void discard() {
        bytes.subscribe(new Nobody(turn));
    }

    /// Wants nothing, and closes the connection to the store thereby.
    private record Nobody(Shares.Share turn) implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription store) {
            turn.giveBack();
            store.cancel();
        }

        @Override
        public void onNext(ByteBuffer piece) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
