package dev.atrium.media.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Hands over an object as soon as its first bytes are to come.
///
/// Does what the SDK's own `toPublisher()` does, and one thing more: if the connection ends too early, the SDK tells
/// the transformer alone, so here the subscriber is told as well. Otherwise it would wait for ever (aws-sdk-java-v2
/// #6949).
final class Opening implements AsyncResponseTransformer<GetObjectResponse, StoredBytes> {

    /// Whoever asked for the bytes has them by then, or has gone in just the moment in which they came. Longer than a
    /// response waits for a thread.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Shares.Share turn;
    private final Duration patience;
    private volatile CompletableFuture<StoredBytes> opened = new CompletableFuture<>();
    private volatile long length;
    private volatile @Nullable Bytes bytes;

    /// @param turn that of the bytes
    Opening(Shares.Share turn) {
        this(turn, PATIENCE);
    }

    /// @param patience after which bytes are let go to which nobody has subscribed
    Opening(Shares.Share turn, Duration patience) {
        this.turn = turn;
        this.patience = patience;
    }

    /// Called for each attempt anew.
    @Override
    public CompletableFuture<StoredBytes> prepare() {
        opened = new CompletableFuture<>();
        bytes = null;
        return opened;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
        length = response.contentLength();
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
        Bytes stream = new Bytes(AdaptersToFlow.publisher(publisher));
        bytes = stream;
        StoredBytes stored = new StoredBytes(length, stream, turn);
        stream.unlessTaken(patience, stored::discard);
        opened.complete(stored);
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        opened.completeExceptionally(failure);
        Bytes stream = bytes;
        if (stream != null) {
            stream.breakOff(failure);
        }
    }

    /// The SDK's publisher for the first subscriber, with the end that it may leave out.
    private static final class Bytes implements Flow.Publisher<ByteBuffer> {

        private final Flow.Publisher<ByteBuffer> publisher;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<@Nullable Void> waiting = new CompletableFuture<>();
        private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

        Bytes(Flow.Publisher<ByteBuffer> publisher) {
            this.publisher = publisher;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> theOne) {
            if (taken.compareAndSet(false, true)) {
                waiting.cancel(false);
                subscriber = theOne;
                publisher.subscribe(theOne);
            } else {
                theOne.onError(new IllegalStateException("somebody else has the bytes, or they were let go"));
            }
        }

        /// What waits for that is forgotten as soon as somebody subscribes.
        void unlessTaken(Duration patience, Runnable letGo) {
            var _ = waiting.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .thenRun(letGo);
        }

        void breakOff(Throwable failure) {
            Flow.Subscriber<? super ByteBuffer> told = subscriber;
            if (told != null) {
                told.onError(failure);
            }
        }
    }
}
