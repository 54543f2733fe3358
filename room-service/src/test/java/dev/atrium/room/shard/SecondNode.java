package dev.atrium.room.shard;

import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.testing.Patience;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import dev.atrium.room.checkpoint.Checkpoint;
import dev.atrium.room.checkpoint.ObjectStore;
import dev.atrium.room.checkpoint.RoomStore;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.log.LogParts;
import dev.atrium.room.log.LogProducer;
import dev.atrium.room.log.Membership;
import dev.atrium.room.operation.ConflictResolver;
import dev.atrium.room.push.PushParts;
import dev.atrium.room.push.PushReader;
import dev.atrium.room.tidings.TidingsSender;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A further node beside the one under test, in the same process: it joins the group and takes its share of the shards.
final class SecondNode implements AutoCloseable {

    /// Where it says that it takes requests.
    static final URI URL = URI.create("http://second.invalid");

    private final LogProducer producer = LogParts.startProducer();
    private final Shards shards;
    private final Rooms rooms;
    private final Membership membership;
    private final PushReader push;

    SecondNode() {
        this(InstantSource.system());
    }

    /// @param clock what time this node takes it to be
    SecondNode(InstantSource clock) {
        shards = new Shards(
                bean(Vertx.class),
                producer,
                bean(TidingsSender.class),
                bean(RoomStore.class),
                bean(ObjectStore.class),
                bean(Checkpoint.class),
                bean(ShardMetrics.class),
                CDI.current().select(ConflictResolver.class, Any.Literal.INSTANCE),
                bean(ShardConfig.class),
                _ -> {},
                URL,
                clock);
        rooms = new Rooms(shards);
        membership = LogParts.join(bean(TopicSetup.class), shards);
        push = PushParts.start(rooms);
    }

    boolean owns(RoomKey key) {
        return shards.of(key).filter(ShardHost::isOpen).isPresent();
    }

    long countOpen() {
        return shards.countOpen();
    }

    Rooms rooms() {
        return rooms;
    }

    /// What this node says that the room's messages are.
    List<MessagePosted> messages(RoomKey key) {
        CompletableFuture<List<MessagePosted>> answer = new CompletableFuture<>();
        rooms.look(key, new Visit() {
            @Override
            public void enter(Room room, Fanout fanout) {
                answer.complete(room.excerpt(Span.newest(10_000)).inMemory().stream()
                        .map(Message::posted)
                        .toList());
            }

            @Override
            public void refused(Decision.Refused reason) {
                answer.completeExceptionally(new IllegalStateException(reason.detail()));
            }
        });
        return get(answer);
    }

    /// What is stored of somebody's drafts.
    List<Draft> drafts(RoomKey key, String subject) {
        return bean(RoomStore.class).drafts(key, subject).await().atMost(Patience.USUAL);
    }

    /// Leaves the group properly.
    @Override
    public void close() {
        PushParts.stop(push);
        shards.quiet(Duration.ofSeconds(2));
        membership.leave();
        producer.close();
    }

    static <T> T get(CompletableFuture<T> answer) {
        try {
            return answer.get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
