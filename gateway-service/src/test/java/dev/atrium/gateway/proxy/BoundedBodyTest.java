package dev.atrium.gateway.proxy;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BoundedBodyTest {

    private static final Duration SOON = Duration.ofMillis(50);

    private final Source source = new Source();
    private final Buffer passed = Buffer.buffer();
    private int moves;
    private int ends;
    private int refusals;
    private boolean ended;
    private final BoundedBody body = new BoundedBody(source, 10, watcher());

    BoundedBodyTest() {
        body.handler(passed::appendBuffer).endHandler(_ -> ended = true);
    }

    @Test
    void passesWhatFits() {
        source.send("12345");
        source.send("67890");
        source.end();

        assertEquals("1234567890", passed.toString());
        assertTrue(ended);
        assertEquals(3, moves);
        assertEquals(1, ends);
        assertTrue(body.isOver());
        assertEquals(0, refusals);
    }

    @Test
    void tellsOnceOfTooMuchAndPassesNothingOfItNorItsEnd() {
        source.send("12345");
        source.send("678901");
        source.send("2");
        source.end();

        assertEquals("12345", passed.toString());
        assertEquals(1, refusals);
        assertFalse(ended);
    }

    @Test
    void knowsWhomItWaitsFor() {
        assertTrue(body.waitsForClient());
        body.pause();
        assertFalse(body.waitsForClient());
        body.resume();
        assertTrue(body.waitsForClient());
        source.end();
        assertFalse(body.waitsForClient());
    }

    @Test
    void tellsOfWhoSendsHardlyAnythingButNotWhereTheServiceIsWaitedFor() throws Exception {
        Vertx vertx = Vertx.vertx();
        Queue<String> slow = new ConcurrentLinkedQueue<>();
        BoundedBody held = new BoundedBody(new Source(), 10, watcher());
        held.resume();
        held.pause();
        body.resume();

        held.watch(vertx, SOON, () -> slow.add("held"));
        body.watch(vertx, SOON, () -> slow.add("slow"));

        await().until(() -> !slow.isEmpty());
        assertEquals(List.of("slow"), List.copyOf(slow));
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private BoundedBody.Watcher watcher() {
        return new BoundedBody.Watcher() {
            @Override
            public void moved() {
                moves++;
            }

            @Override
            public void ended() {
                ends++;
            }

            @Override
            public void tooLarge() {
                refusals++;
            }
        };
    }

    /// A stream that the test drives.
    private static final class Source implements ReadStream<Buffer> {
        private Handler<Buffer> data = _ -> {};
        private Handler<Void> end = _ -> {};

        void send(String text) {
            data.handle(Buffer.buffer(text));
        }

        void end() {
            end.handle(null);
        }

        @Override
        public Source exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Source handler(@Nullable Handler<Buffer> handler) {
            if (handler != null) {
                data = handler;
            }
            return this;
        }

        @Override
        public Source pause() {
            return this;
        }

        @Override
        public Source resume() {
            return this;
        }

        @Override
        public Source fetch(long amount) {
            return this;
        }

        @Override
        public Source endHandler(@Nullable Handler<Void> handler) {
            if (handler != null) {
                end = handler;
            }
            return this;
        }
    }
}
