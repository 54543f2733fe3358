package dev.atrium.room.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.WarmUpTraffic;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/// Comes into the room of the warm-up as people do: over the network, each with a token of its own whose signature has
/// to be checked, and with messages that limits are asked about.
///
/// How much they do does not depend on how fast that is: on a busy machine it takes longer, and there it is needed
/// most. Nobody waits for it, as long as other nodes have the rooms.
@ApplicationScoped
final class WarmUpClients implements WarmUpTraffic {

    static final int ROUNDS = 5;
    static final int AT_ONCE = 8;
    static final int MESSAGES = 8;

    private static final Logger LOG = Logger.getLogger(WarmUpClients.class);

    private static final Duration LISTENING_PATIENCE = Duration.ofSeconds(3);
    private static final Duration ROUND_PATIENCE = Duration.ofSeconds(10);

    /// After this no further round begins: there may be no other node.
    private static final Duration ENOUGH = Duration.ofSeconds(10);

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
    public void drive(RoomKey room) {
        try {
            if (listening.await(LISTENING_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                comeAndGo(room);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void comeAndGo(RoomKey room) throws InterruptedException {
        long end = System.nanoTime() + ENOUGH.toNanos();
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            try {
                comeAndGo(room, round * AT_ONCE);
            } catch (ExecutionException | TimeoutException e) {
                LOG.infof("clients of the warm-up did not come: round=%d error=%s", round, e);
            }
        }
    }

    private void comeAndGo(RoomKey room, int first) throws ExecutionException, TimeoutException, InterruptedException {
        List<Future<Void>> clients = IntStream.range(first, first + AT_ONCE)
                .mapToObj(number -> owners.comeSelf(room, client(room.tenant(), number), ROUND_PATIENCE)
                        .compose(WarmUpClients::talk))
                .toList();
        Future.join(clients)
                .toCompletionStage()
                .toCompletableFuture()
                .get(ROUND_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Somebody with a key, for whose messages there are limits.
    private static Caller client(TenantId tenant, int number) {
        String name = "warm-up-" + number;
        return new Caller("key:" + name, tenant, name, Set.of(), Set.of("rooms:read", "messages:write"));
    }

    /// Once greeted, posts, and goes when all is answered.
    private static Future<Void> talk(WebSocket socket) {
        Promise<Void> talked = Promise.promise();
        AtomicInteger unanswered = new AtomicInteger(MESSAGES);
        socket.textMessageHandler(text -> frames(text).forEach(frame -> {
            String type = frame.path("type").asText();
            if (type.equals("hello")) {
                post(socket);
            } else if ((type.equals("ack") || type.equals("error")) && unanswered.decrementAndGet() == 0) {
                talked.tryComplete();
            }
        }));
        socket.closeHandler(_ -> talked.tryFail("the server closed the socket"));
        return talked.future().eventually(() -> socket.close());
    }

    private static Iterable<JsonNode> frames(String text) {
        JsonNode message = Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return message.isArray() ? message : List.of(message);
    }

    private static void post(WebSocket socket) {
        for (int i = 0; i < MESSAGES; i++) {
            Future<Void> _ = socket.writeTextMessage(
                    Json.write(Map.of("type", "send", "clientId", "c" + i, "content", "message " + i)));
        }
    }
}
