package dev.atrium.platform.limit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.testing.GatedStack;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Limiters as gateways have them, on a real Redis.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimiterTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final GatedStack stack = GatedStack.start("redis", "atrium.redis");
    private final String address = Objects.requireNonNull(stack.settings().get("atrium.redis"));
    private final Redis redis = redis(address);
    private final String subject = Ids.next().toString();

    @BeforeAll
    void connect() throws Exception {
        result(redis.send(Request.cmd(Command.PING)));
    }

    @AfterAll
    void close() {
        vertx.close();
        stack.close();
    }

    @Test
    void twoInstancesLetThroughTogetherExactlyWhatTheQuotaHas() throws Exception {
        List<Limiter> instances = List.of(limiter(redis), limiter(redis(address)));
        List<Charge> charges = List.of(Charge.one("minute", subject, Quota.of("60/1H")));

        List<Future<Verdict>> verdicts = IntStream.range(0, 200)
                .mapToObj(i -> instances.get(i % 2).take(charges))
                .toList();

        result(Future.all(verdicts));
        assertEquals(60, verdicts.stream().filter(v -> v.result().allowed()).count());
        for (Limiter instance : instances) {
            assertFalse(result(instance.take(charges)).allowed());
        }
    }

    @Test
    void redisDecidesAsThisJvmDoes() throws Exception {
        Random random = new Random(9);
        AtomicLong clock = new AtomicLong();
        LocalCounters counters = new LocalCounters(clock::get);
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            List<Charge> charges = charges(random);
            int times = random.nextInt(1, 4);

            GcraScript.Answer answer = GcraScript.Answer.of(result(redis.send(GcraScript.byText(charges, times))));

            clock.set(answer.now());
            assertEquals(
                    Stream.generate(() -> counters.decide(charges)).limit(times).toList(),
                    Limiter.verdicts(charges, times, answer),
                    "step " + i + ": " + charges);
            refused += answer.allowed() > 0 ? 0 : 1;
        }
        assertTrue(refused > 200 && refused < 1_800, "refused: " + refused);
    }

    @Test
    void whatSaysNothingMoreIsNotKept() throws Exception {
        Charge charge = Charge.one("second", subject, Quota.of("10/1H"));
        assertTrue(result(limiter(redis).take(List.of(charge))).allowed());

        Response left = result(redis.send(Request.cmd(Command.PTTL).arg(charge.key())));

        long millis = Objects.requireNonNull(Objects.requireNonNull(left).toLong());
        assertTrue(millis > 0 && millis <= 360_000, "ms: " + millis);
    }

    @Test
    void aRedisThatHasForgottenTheScriptIsTaughtIt() throws Exception {
        List<Charge> charges = List.of(Charge.one("taught", subject, Quota.of("2/1H")));
        Limiter limiter = limiter(redis);
        assertEquals(1, left(result(limiter.take(charges))));

        result(redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

        assertEquals(0, left(result(limiter.take(charges))));
        assertFalse(result(limiter(redis).take(charges)).allowed());
    }

    @Test
    void withoutRedisEachInstanceCountsAloneAndLaterTogetherAgain() throws Exception {
        MeterRegistry metrics = new SimpleMeterRegistry();
        Limiter limiter = new Limiter(redis(address), PATIENT, metrics);
        Charge charge = new Charge("away", subject, Quota.of("8/1H"), Quota.of("3/1H"), 1);
        assertTrue(result(limiter.take(List.of(charge))).allowed());

        stack.without(() -> {
            List<Boolean> allowed = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                allowed.add(uncheckedResult(limiter.take(List.of(charge))).allowed());
            }

            // The one before took an eighth of the shared quota, hence of this one's three.
            assertEquals(List.of(true, true, false, false, false, false), allowed);
            assertEquals(1, alone(metrics));
        });

        await().until(() -> {
            limiter.take(List.of(Charge.one("other", subject, Quota.of("1000/1S"))));
            return alone(metrics) == 0;
        });
        Limiter another = limiter(redis(address));
        assertEquals(6, left(result(another.take(List.of(charge)))));
    }

    @Test
    void aRedisThatDoesNotAnswerIsNotWaitedFor() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Redis slow = redis("redis://127.0.0.1:" + mute.getLocalPort());
            Limiter limiter = new Limiter(slow, Duration.ofMillis(20), new SimpleMeterRegistry());
            List<Charge> charges = List.of(Charge.one("mute", subject, Quota.of("2/1H")));

            List<Boolean> allowed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                allowed.add(result(limiter.take(charges)).allowed());
            }

            assertEquals(List.of(true, true, false, false), allowed);
        }
    }

    private static List<Charge> charges(Random random) {
        List<Quota> quotas = List.of(
                Quota.of("7/1S"), Quota.of("1000/3S"), Quota.of("100G/1D"), Quota.of("12/1H"), Quota.of("3/2S"));
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < quotas.size(); i++) {
            Quota quota = quotas.get(i);
            if (random.nextInt(3) == 0) {
                long cost = quota.amount() > 1_000_000 ? random.nextLong(1, 3_000_000_000L) : random.nextLong(1, 4);
                charges.add(new Charge("p" + i, "agree-" + random.nextInt(60), quota, quota, cost));
            }
        }
        return charges.isEmpty() ? charges(random) : charges;
    }

    private Redis redis(String url) {
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(url)
                        .setPassword(stack.settings().getOrDefault("atrium.redis.password", ""))
                        .setMaxWaitingHandlers(4_096)
                        .setMaxPoolWaiting(1_000));
    }

    private static Limiter limiter(Redis redis) {
        return new Limiter(redis, Patience.USUAL, new SimpleMeterRegistry());
    }

    private static long left(Verdict verdict) {
        return verdict.standings().getFirst().left();
    }

    private static double alone(MeterRegistry metrics) {
        return metrics.get("atrium.limits.alone").gauge().value();
    }

    private static <T extends @Nullable Object> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static <T extends @Nullable Object> T uncheckedResult(Future<T> future) {
        try {
            return result(future);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
