package dev.atrium.platform.limit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What limits cost a request: three of them, as a message with a key has. Needs a Redis at `ATRIUM_REDIS`, by default
/// that of a running suite, and its `ATRIUM_REDIS_PASSWORD`.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@State(Scope.Thread)
public class LimiterBenchmark {

    private static final int TOGETHER = 16;
    private static final Quota LARGE = Quota.of("1G/1M");
    private static final List<Charge> CHARGES = List.of(
            Charge.one("bench-requests-per-ip", "203.0.113.5", LARGE),
            Charge.one("bench-requests-per-key", "key:0198c7f2-6a00-7000-8000-000000000001", LARGE),
            Charge.one("bench-messages-per-key", "key:0198c7f2-6a00-7000-8000-000000000001", LARGE));

    private final Vertx vertx = Vertx.vertx();
    private final LocalCounters counters = new LocalCounters(() -> System.nanoTime() / 1_000);
    private final Redis redis = redis();
    private final Limiter limiter = new Limiter(redis, Duration.ofSeconds(5), new SimpleMeterRegistry());

    /// Fails where there is no Redis: the limiter itself would go on alone.
    @Setup
    public void connect() throws Exception {
        result(redis.send(Request.cmd(Command.PING)));
    }

    @TearDown
    public void close() {
        vertx.close();
    }

    /// Without Redis, and the part of every decision that is made here.
    @Benchmark
    public Verdict alone() {
        return counters.decide(CHARGES);
    }

    /// The time that a request waits.
    @Benchmark
    public Verdict oneAfterTheOther() throws Exception {
        return result(limiter.take(CHARGES));
    }

    /// The time per request where many come.
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public Object sixteenAtOnce() throws Exception {
        List<Future<Verdict>> all = new ArrayList<>(TOGETHER);
        for (int i = 0; i < TOGETHER; i++) {
            all.add(limiter.take(CHARGES));
        }
        return result(Future.all(all));
    }

    private Redis redis() {
        RedisOptions options = new RedisOptions()
                .setConnectionString(System.getenv().getOrDefault("ATRIUM_REDIS", "redis://127.0.0.1:20130"))
                .setMaxPoolSize(16);
        String password = System.getenv("ATRIUM_REDIS_PASSWORD");
        return Redis.createClient(vertx, password == null ? options : options.setPassword(password));
    }

    private static <T extends @Nullable Object> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
