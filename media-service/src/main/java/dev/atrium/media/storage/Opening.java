package dev.atrium.media.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
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

    private final Turns.Turn turn;
    private volatile CompletableFuture<StoredBytes> opened = new CompletableFuture<>();
    private volatile long length;
    private volatile @Nullable Bytes bytes;

    /// @param turn that of the bytes
    Opening(Turns.Turn turn) {
        this.turn = turn;
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
        opened.complete(new StoredBytes(length, stream, turn));
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        opened.completeExceptionally(failure);
        Bytes stream = bytes;
        if (stream != null) {
            stream.breakOff(failure);
        }
    }

    /// The SDK's publisher, with the end that it may leave out.
    private static final class Bytes implements Flow.Publisher<ByteBuffer> {

        private final Flow.Publisher<ByteBuffer> publisher;
        private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

        Bytes(Flow.Publisher<ByteBuffer> publisher) {
            this.publisher = publisher;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> theOne) {
            subscriber = theOne;
            publisher.subscribe(theOne);
        }

        void breakOff(Throwable failure) {
            Flow.Subscriber<? super ByteBuffer> told = subscriber;
            if (told != null) {
                told.onError(failure);
            }
        }
    }
}
