package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Plays the owner of a shard with one room, in memory, before the node is given any. A fresh JVM loads the code for it
/// on first use, which on a busy machine takes seconds; without this, people would wait for that whose rooms move here.
///
/// Clients may come into the room as into any that is served here; nothing of it reaches the log or the store.
final class WarmUp implements Host {

    private static final int MESSAGES = 300;

    /// On a machine that is so busy the first messages have done the better part.
    private static final Duration ENOUGH = Duration.ofMillis(500);

    private static final Actor ACTOR = new Actor("system:warm-up", "warm-up");

    private final RoomKey room = new RoomKey(new TenantId("warm-up"), Ids.next().toString());
    private final Executor loop;
    private final InstantSource clock;
    private final Shard shard;
    private final Fanout fanout;
    private final AtomicInteger answered = new AtomicInteger();
    private long offset;

    /// @param loop runs a task on the stage's event loop
    /// @param later runs a task there after a while
    WarmUp(Limits limits, Executor loop, BiConsumer<Duration, Runnable> later, InstantSource clock) {
        this.loop = loop;
        this.clock = clock;
        this.shard = new Shard(
                new ShardLog(Position.START, "warm-up", () -> Ids.next().toString(), clock), Position.START, limits);
        this.fanout = new Fanout(loop, later, System::nanoTime, clock);
    }

    /// The only room.
    RoomKey room() {
        return room;
    }

    /// Opens the shard, and the room in it.
    void open() {
        loop.execute(() -> perform(shard.open()));
        submit(new Command.Create(ACTOR, "Warm-up", Kind.CHAT, Visibility.PUBLIC));
    }

    /// Posts messages for a while.
    ///
    /// @return completes behind the last one
    CompletableFuture<Void> play() {
        long end = System.nanoTime() + ENOUGH.toNanos();
        for (int i = 0; i < MESSAGES; i++) {
            String number = Integer.toString(i);
            loop.execute(() -> {
                if (System.nanoTime() < end) {
                    submit(new Command.Post(
                            ACTOR, Ids.next().toString(), "message " + number, "c" + number, null, Novelty.LAST_DAY));
                }
            });
        }
        CompletableFuture<Void> played = new CompletableFuture<>();
        loop.execute(() -> loop.execute(() -> played.complete(null)));
        return played;
    }

    /// How many commands were answered up to now.
    int answered() {
        return answered.get();
    }

    @Override
    public void submit(RoomKey key, Request.Submit submit) {
        loop.execute(() -> perform(shard.submit(key, submit, clock.instant())));
    }

    @Override
    public void look(RoomKey key, Request.Look look) {
        loop.execute(() -> perform(shard.look(key, look, clock.instant())));
    }

    private void submit(Command command) {
        submit(room, new Request.Submit(command, null, _ -> answered.incrementAndGet()));
    }

    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            switch (output) {
                case Output.Produce produce -> perform(shard.read(readBack(produce.entry()), clock.instant()));
                case Output.Answer answer -> answer.to().on(answer.outcome());
                case Output.Enter enter -> enter.visit().enter(enter.room(), fanout);
                case Output.Refuse refuse -> refuse.visit().refused(refuse.reason());
                case Output.Publish publish -> fanout.publish(publish.event(), publish.answered());
                case Output.Opened opened -> fanout.live().opened(opened.epoch());
                case Output.Load _,
                        Output.LoadIds _,
                        Output.Ask _,
                        Output.PublishChange _,
                        Output.PublishAccess _,
                        Output.TellAccess _,
                        Output.Scatter _,
                        Output.Interrupted _,
                        Output.Halted _,
                        Output.Broken _ -> {
                    // Nothing of this is played, or matters.
                }
            }
        }
        fanout.flush();
    }

    /// What the log would give back.
    private LogBatch readBack(RoomLogEntry entry) {
        ProducerRecord<byte[], byte[]> sent = switch (entry) {
            case RoomLogEntry.ShardOpened claim -> RoomLogCodec.encode(0, claim, clock.instant());
            case RoomLogEntry.Written written -> RoomLogCodec.encode(0, written, null);
            case RoomLogEntry.Unknown _ -> throw new IllegalArgumentException("an unknown entry cannot be written");
        };
        ConsumerRecord<byte[], byte[]> read = new ConsumerRecord<>(sent.topic(), 0, offset, sent.key(), sent.value());
        sent.headers().forEach(read.headers()::add);
        return new LogBatch(List.of(new LogBatch.Entry(offset, RoomLogCodec.decode(read))), ++offset);
    }
}
