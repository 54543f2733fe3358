package dev.atrium.bench.jmh;

import dev.atrium.platform.identity.Actor;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Replies;
import dev.atrium.room.fanout.FrameText;
import dev.atrium.room.fanout.ServerFrame;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From a frame to its bytes: once per message, whatever the number of sockets.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class FrameBenchmark {

    /// As many as come together within 2 ms at 17,300 messages a second.
    private static final int TOGETHER = 35;

    private final ServerFrame message = new ServerFrame.Message(
            new MessageView(
                    "0198c7f2-6a00-7000-8000-000000000001",
                    "0198c7f2-6a00-7000-8000-000000000002",
                    12_345,
                    12_345,
                    new Actor("user:6f9619ff-8b86-d011-b42d-00c04fc964ff", "mary"),
                    ".".repeat(120),
                    null,
                    "0198c7f2-6a00-7000-8000-000000000003",
                    null,
                    null,
                    Instant.parse("2026-01-01T12:34:56.789Z"),
                    null,
                    null,
                    null,
                    null,
                    Replies.NONE),
            null);
    private final ServerFrame acknowledgement =
            new ServerFrame.Ack("0198c7f2-6a00-7000-8000-000000000003", "0198c7f2-6a00-7000-8000-000000000001", 12_345);
    private final List<byte[]> frames = Collections.nCopies(TOGETHER, FrameText.of(message));

    @Benchmark
    public byte[] message() {
        return FrameText.of(message);
    }

    @Benchmark
    public byte[] acknowledgement() {
        return FrameText.of(acknowledgement);
    }

    @Benchmark
    public byte[] joinOf35() {
        return FrameText.join(frames);
    }
}
