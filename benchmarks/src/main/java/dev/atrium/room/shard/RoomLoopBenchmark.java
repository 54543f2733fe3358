package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The loop of a room without any I/O: a command is decided, produced, read back, published and answered. Per message,
/// with as many messages on their way as a busy room has.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class RoomLoopBenchmark {

    private static final int TOGETHER = 32;
    private static final Limits LIMITS =
            new Limits(10_000, 10_000, 1L << 24, 50_000, 1L << 24, 1L << 24, Duration.ofMinutes(10));
    private static final Actor MARY = new Actor("user:mary", "mary");
    private static final RoomKey ROOM = new RoomKey(new TenantId("bench"), "0198c7f2-6a00-7000-8000-000000000002");
    private static final Instant NOW = Instant.parse("2026-01-01T12:34:56.789Z");
    private static final String CONTENT = ".".repeat(120);

    private final Shard shard =
            new Shard(new ShardLog(Position.START, "bench", () -> "1", InstantSource.system()), Position.START, LIMITS);
    private long offset;
    private long messages;
    private long answers;

    @Setup
    public void open() {
        loop(shard.open());
        loop(submit(new Command.Create(MARY, "bench", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC)));
        shard.stored(1);
    }

    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public long message() {
        List<Output> produced = new ArrayList<>(TOGETHER);
        for (int i = 0; i < TOGETHER; i++) {
            String id = Long.toString(messages++);
            produced.addAll(submit(new Command.Post(MARY, id, CONTENT, id, null, Novelty.LAST_DAY)));
        }
        loop(produced);
        shard.stored(TOGETHER);
        if (answers != messages + 1) {
            throw new IllegalStateException(answers + " answers to " + messages + " messages");
        }
        return answers;
    }

    /// Of some ids the room cannot say that they are new once it has forgotten others: the store, which is asked then,
    /// has none of them.
    private List<Output> submit(Command command) {
        List<Output> outputs = shard.submit(ROOM, new Request.Submit(command, null, _ -> {}), NOW);
        for (Output output : outputs) {
            if (output instanceof Output.Ask ask) {
                return shard.told(ask.question(), Optional.empty(), NOW);
            }
        }
        return outputs;
    }

    /// What was produced comes back at once.
    private void loop(List<Output> outputs) {
        List<LogBatch.Entry> entries = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            if (output instanceof Output.Produce produce) {
                RoomLogEntry entry = produce.entry();
                entries.add(new LogBatch.Entry(offset++, entry));
            }
        }
        for (Output output : shard.read(new LogBatch(entries, offset), NOW)) {
            if (output instanceof Output.Answer) {
                answers++;
            }
        }
    }
}
