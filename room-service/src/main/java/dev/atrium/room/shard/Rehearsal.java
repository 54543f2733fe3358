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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Plays the owner of a shard once, in memory, before the node is given any. A fresh JVM loads the code for it on first
/// use, which on a busy machine takes seconds; without this, people would wait for that whose rooms move here.
final class Rehearsal {

    private static final int MESSAGES = 300;

    /// On a machine that is so busy the first messages have done the better part.
    private static final Duration ENOUGH = Duration.ofMillis(500);

    private static final Actor ACTOR = new Actor("system:rehearsal", "rehearsal");

    private final RoomKey room =
            new RoomKey(new TenantId("rehearsal"), Ids.next().toString());
    private final InstantSource clock;
    private final Shard shard;
    private final Fanout fanout;
    private long offset;
    private int answered;

    Rehearsal(Limits limits, InstantSource clock) {
        this.clock = clock;
        this.shard = new Shard(
                new ShardLog(Position.START, "rehearsal", () -> Ids.next().toString()), Position.START, limits);
        this.fanout = new Fanout(Runnable::run, (_, task) -> task.run(), System::nanoTime, clock);
    }

    /// @return how many commands were answered
    int play() {
        long end = System.nanoTime() + ENOUGH.toNanos();
        perform(shard.open());
        submit(new Command.Create(ACTOR, "Rehearsal", Kind.CHAT, Visibility.PUBLIC));
        for (int i = 0; i < MESSAGES && System.nanoTime() < end; i++) {
            submit(new Command.Post(ACTOR, Ids.next().toString(), "message " + i, "c" + i, null, Novelty.LAST_DAY));
        }
        return answered;
    }

    private void submit(Command command) {
        perform(shard.submit(room, new Request.Submit(command, null, _ -> answered++), clock.instant()));
    }

    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            switch (output) {
                case Output.Produce produce -> perform(shard.read(readBack(produce.entry()), clock.instant()));
                case Output.Answer answer -> answer.to().on(answer.outcome());
                case Output.Publish publish -> fanout.publish(publish.event());
                case Output.Opened _,
                        Output.Load _,
                        Output.Ask _,
                        Output.Enter _,
                        Output.Refuse _,
                        Output.PublishChange _,
                        Output.PublishAccess _,
                        Output.Scatter _,
                        Output.Interrupted _,
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
