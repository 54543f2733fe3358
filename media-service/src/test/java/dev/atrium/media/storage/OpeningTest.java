package dev.atrium.media.storage;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Bytes for which nobody comes any more keep neither a turn nor a connection.
final class OpeningTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Shares turns = new Shares(1);
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Test
    void bytesForWhichNobodyComesAreLetGo() {
        StoredBytes _ = opened(Duration.ofMillis(10));

        await().until(() -> turns.taken() == 0 && cancelled.get());
    }

    @Test
    void whoComesTooLateIsTold() {
        StoredBytes bytes = opened(LONG);
        bytes.discard();
        Reader reader = new Reader();

        bytes.bytes().subscribe(reader);

        assertTrue(cancelled.get());
        assertEquals(0, turns.taken());
        assertInstanceOf(IllegalStateException.class, reader.failure.join());
    }

    @Test
    void whoReadsIsLeftAlone() {
        StoredBytes bytes = opened(Duration.ofMillis(100));
        Reader reader = new Reader();
        bytes.bytes().subscribe(reader);

        bytes.discard();

        assertFalse(cancelled.get());
        assertEquals(1, turns.taken());
        assertFalse(reader.failure.isDone());
    }

    private StoredBytes opened(Duration patience) {
        Opening opening = new Opening(turns.take(new Party("a", null), 1).orElseThrow(), patience);
        CompletableFuture<StoredBytes> opened = opening.prepare();
        opening.onResponse(GetObjectResponse.builder().contentLength(1L).build());
        opening.onStream(SdkPublisher.adapt(subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        })));
        return opened.join();
    }

    private static final class Reader implements Flow.Subscriber<ByteBuffer> {

        private final CompletableFuture<@Nullable Throwable> failure = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription store) {}

        @Override
        public void onNext(ByteBuffer piece) {}

        @Override
        public void onError(Throwable cause) {
            failure.complete(cause);
        }

        @Override
        public void onComplete() {}
    }
}
