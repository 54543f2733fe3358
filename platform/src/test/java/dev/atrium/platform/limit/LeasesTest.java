package dev.atrium.platform.limit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.testing.GatedStack;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Leases as gateways have them, on a real Redis.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LeasesTest {

    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final GatedStack stack = GatedStack.start("redis", "atrium.redis");
    private final String address = Objects.requireNonNull(stack.settings().get("atrium.redis"));

    @BeforeAll
    void connect() throws Exception {
        result(redis().send(Request.cmd(Command.PING)));
    }

    @AfterAll
    void close() {
        vertx.close();
        stack.close();
    }

    @Test
    void twoInstancesHoldTogetherExactlyWhatTheQuotaHas() throws Exception {
        List<Leases> instances = List.of(leases(LONG), leases(LONG));
        List<Charge> one = of("60");

        List<Future<Verdict>> verdicts = IntStream.range(0, 200)
                .mapToObj(i -> instances.get(i % 2).take(one))
                .toList();

        result(Future.all(verdicts));
        assertEquals(60, verdicts.stream().filter(v -> v.result().allowed()).count());
    }

    @Test
    void whatIsGivenBackOthersMayTake() throws Exception {
        Leases giver = leases(LONG);
        Leases taker = leases(LONG);
        List<Charge> one = of("2");
        take(giver, one, true);
        take(giver, one, true);
        take(taker, one, false);

        giver.give(one);
        take(giver, one, true);
        giver.give(one);
        result(giver.tell());

        take(taker, one, true);
        take(taker, one, false);
        take(giver, one, false);
    }

    @Test
    void eitherAllIsTakenOrNothing() throws Exception {
        Leases leases = leases(LONG);
        Charge wide = Charge.one("wide", Ids.next().toString(), Quota.of("10"));
        Charge narrow = Charge.one("narrow", Ids.next().toString(), Quota.of("1"));
        take(leases, List.of(wide, narrow), true);

        Verdict refused = result(leases.take(List.of(wide, narrow)));

        assertEquals(List.of("narrow"), refused.violatedPolicies());
        assertEquals(Duration.ofSeconds(10), refused.retryAfter());
        assertEquals(
                8, result(leases.take(List.of(wide))).standings().getFirst().left());
    }

    @Test
    void whatOneHeldThatDiedIsFreeWhenItsTermIsOver() throws Exception {
        List<Charge> one = of("1");
        take(leases(SHORT), one, true);
        Leases other = leases(SHORT);
        take(other, one, false);

        await().until(() -> result(other.take(one)).allowed());
    }

    @Test
    void whoLivesHoldsForLongerThanATerm() throws Exception {
        List<Charge> one = of("1");
        Leases living = leases(SHORT);
        take(living, one, true);
        Leases other = leases(SHORT);
        long end = System.nanoTime() + SHORT.multipliedBy(3).toNanos();

        await().until(() -> {
            result(living.tell());
            take(other, one, false);
            return System.nanoTime() - end > 0;
        });
    }

    @Test
    void withoutRedisEachInstanceCountsAloneAndLaterTogetherAgain() throws Exception {
        Leases leases = leases(LONG);
        Leases other = leases(LONG);
        List<Charge> one = of("3");
        take(leases, one, true);
        take(other, one, true);

        stack.without(() -> {
            take(leases, one, true);
            take(leases, one, true);
            take(leases, one, false);
        });

        await().until(() -> {
            result(leases.tell());
            Verdict verdict = result(leases(LONG).take(one));
            return !verdict.allowed();
        });
        take(other, one, false);
    }

    private static List<Charge> of(String quota) {
        return List.of(Charge.one("held", Ids.next().toString(), Quota.of(quota)));
    }

    private static void take(Leases leases, List<Charge> charges, boolean allowed) {
        if (allowed) {
            assertTrue(result(leases.take(charges)).allowed());
        } else {
            assertFalse(result(leases.take(charges)).allowed());
        }
    }

    private Leases leases(Duration term) {
        return new Leases(redis(), Patience.USUAL, term);
    }

    private Redis redis() {
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(address)
                        .setPassword(stack.settings().getOrDefault("atrium.redis.password", ""))
                        .setMaxWaitingHandlers(4_096)
                        .setMaxPoolWaiting(1_000));
    }

    private static <T extends @Nullable Object> T result(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
