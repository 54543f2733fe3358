package dev.atrium.bench.jmh;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.roomlog.RoomLogEntry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From a durable event to its record in the log.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class LogRecordBenchmark {

    private final RoomLogEntry.Written written = new RoomLogEntry.Written(
            3,
            12_345,
            new RoomEvent.MessagePosted(
                    new TenantId("bench"),
                    "0198c7f2-6a00-7000-8000-000000000002",
                    12_345,
                    Instant.parse("2026-01-01T12:34:56.789Z"),
                    "0198c7f2-6a00-7000-8000-000000000001",
                    new Actor("user:6f9619ff-8b86-d011-b42d-00c04fc964ff", "mary"),
                    ".".repeat(120),
                    "0198c7f2-6a00-7000-8000-000000000003",
                    null));

    @Benchmark
    public ProducerRecord<byte[], byte[]> message() {
        return RoomLogCodec.encode(0, written, null);
    }
}
