package dev.atrium.room.relay;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.placement.PlacementTable;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What a relay makes of an owner that is not as it should be.
@ComponentTest
final class OwnersTest {

    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Caller BOB = Api.user("acme", "bob");

    @Inject
    Vertx vertx;

    @Inject
    RelayTokens tokens;

    private final RoomKey room = new RoomKey(new TenantId("acme"), Ids.next().toString());
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile boolean hangs;
    private @Nullable HttpServer server;

    @AfterEach
    void stop() throws Exception {
        done(server().close());
    }

    @Test
    void anOwnerThatSaysNothingIsGone() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();

        // Asked without end, so that only what comes counts.
        WebSocket socket = done(owners().join(room, self(), 0).onSuccess(joined -> {
            joined.closeHandler(_ -> gone.set(true));
            vertx.setPeriodic(SILENCE.toMillis() / 10, timer -> {
                if (gone.get()) {
                    vertx.cancelTimer(timer);
                } else {
                    Future<Void> _ = joined.writeTextMessage("{}");
                }
            });
        }));

        assertNotNull(socket);
        await().untilTrue(gone);
    }

    /// The owner does not take our signature, as after a change of keys: nobody has lost a right by that.
    @RepeatedTest(20)
    void onlyWhatTheOwnerSaysAboutTheCallerIsARefusal() throws Exception {
        Owners owners = owners();

        for (int said : new int[] {401, 429, 500, 503}) {
            status = said;
            assertInstanceOf(Verdict.Unknown.class, done(owners.ask(room, BOB)), "" + said);
        }
        for (int said : new int[] {403, 404}) {
            status = said;
            assertInstanceOf(Verdict.Denied.class, done(owners.ask(room, BOB)), "" + said);
        }
    }

    /// An owner that hangs must not find, when it goes on, the questions of all who have given up meanwhile.
    @Test
    void whatIsNotAskedInTimeIsNeverAsked() throws Exception {
        Owners owners = owners(Duration.ofMillis(300));
        hangs = true;

        // On one event loop, as those of a room are.
        Promise<CompositeFuture> all = Promise.promise();
        vertx.runOnContext(_ -> Future.join(Stream.generate(() -> owners.ask(room, BOB))
                        .limit(3 * Owners.QUESTIONS_AT_ONCE)
                        .toList())
                .onComplete(all));
        done(all.future()).list().forEach(verdict -> assertInstanceOf(Verdict.Unknown.class, verdict));
        hangs = false;
        status = 404;
        // Those that still waited would be asked before.
        RoomKey other = new RoomKey(room.tenant(), Ids.next().toString());
        await().until(() -> done(owners.ask(other, BOB)) instanceof Verdict.Denied);

        assertTrue(asked.get() <= Owners.QUESTIONS_AT_ONCE, asked + " were asked");
    }

    private Owners owners() throws Exception {
        return owners(PATIENCE);
    }

    /// Accepts sockets, and then says nothing.
    private Owners owners(Duration patience) throws Exception {
        server = done(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        return new Owners(vertx, PlacementTable::new, tokens, self(), new Owners.Patience(patience, SILENCE));
    }

    private void answer(HttpServerRequest request) {
        if (request.uri().contains("/relay?")) {
            Future<ServerWebSocket> _ = request.toWebSocket();
            return;
        }
        if (request.uri().endsWith(room.room())) {
            asked.incrementAndGet();
        }
        if (!hangs) {
            Future<Void> _ = request.response().setStatusCode(status).end("{}");
        }
    }

    private HttpServer server() {
        return Objects.requireNonNull(server);
    }

    private URI self() {
        return URI.create("http://127.0.0.1:" + server().actualPort());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
