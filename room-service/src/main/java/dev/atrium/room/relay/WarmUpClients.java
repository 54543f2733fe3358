package dev.atrium.room.relay;

import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.WarmUpTraffic;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Comes into the room of the warm-up as this node's own client: over the network, with a signed token, as a
/// relay does.
@ApplicationScoped
final class WarmUpClients implements WarmUpTraffic {

    private static final Logger LOG = Logger.getLogger(WarmUpClients.class);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int HANDSHAKES = 40;
    private static final int AT_ONCE = 8;

    /// On a machine that is so busy the first ones have done the better part.
    private static final Duration ENOUGH = Duration.ofMillis(500);

    private final Owners owners;
    private final CountDownLatch listening = new CountDownLatch(1);

    WarmUpClients(Owners owners) {
        this.owners = owners;
    }

    /// The server listens as the last thing of a start.
    void started(@ObservesAsync HttpServerStart event) {
        listening.countDown();
    }

    void started(@ObservesAsync HttpsServerStart event) {
        listening.countDown();
    }

    @Override
    public void drive(RoomKey room, Runnable play) {
        Deque<WebSocket> seated = new ArrayDeque<>();
        try {
            if (listening.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                comeAndGo(room, seated);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.infof("the warm-up goes on without more clients: error=%s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            play.run();
            seated.forEach(socket -> {
                Future<Void> _ = socket.close();
            });
        }
    }

    private void comeAndGo(RoomKey room, Deque<WebSocket> seated)
            throws ExecutionException, TimeoutException, InterruptedException {
        seated.add(come(room));
        long end = System.nanoTime() + ENOUGH.toNanos();
        for (int i = 1; i < HANDSHAKES && System.nanoTime() < end; i++) {
            seated.add(come(room));
            if (seated.size() > AT_ONCE) {
                Future<Void> _ = seated.remove().close();
            }
        }
    }

    private WebSocket come(RoomKey room) throws ExecutionException, TimeoutException, InterruptedException {
        return owners.joinSelf(room)
                .compose(WarmUpClients::talk)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Waits for the greeting, and for the answer to a question.
    private static Future<WebSocket> talk(WebSocket socket) {
        Promise<WebSocket> answered = Promise.promise();
        socket.textMessageHandler(text -> {
            if (text.contains("\"pong\"")) {
                answered.tryComplete(socket);
            } else {
                Future<Void> _ = socket.writeTextMessage("{\"type\":\"ping\"}");
            }
        });
        socket.closeHandler(_ -> answered.tryFail("the server closed the socket"));
        return answered.future();
    }
}
