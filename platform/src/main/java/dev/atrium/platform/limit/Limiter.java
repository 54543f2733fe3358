package dev.atrium.platform.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Decides who may do how much (GW-6), together with all other instances. While Redis is away or slow each
/// instance decides for itself, so that with N of them nobody gets more than N times the quota.
public final class Limiter {

    private static final Logger LOG = Logger.getLogger(Limiter.class);

    private final Redis redis;
    private final long patienceMillis;
    private final LongSupplier micros;
    private final LocalCounters counters;
    private final RedisBreaker breaker = new RedisBreaker();
    private final Coalescer coalescer = new Coalescer(this::ask);
    private final MeterRegistry metrics;

    /// @param patience how long an answer of Redis is waited for
    public Limiter(Redis redis, Duration patience, MeterRegistry metrics) {
        this.redis = redis;
        this.patienceMillis = patience.toMillis();
        this.micros = () -> System.nanoTime() / 1_000;
        this.counters = new LocalCounters(micros);
        this.metrics = metrics;
        metrics.gauge("atrium.limits.alone", breaker, present -> present.isAlone() ? 1 : 0);
    }

    /// Makes all of the charges, or none.
    ///
    /// @param charges at least one, of different quotas
    /// @return never fails; completes on the caller's context
    public Future<Verdict> take(List<Charge> charges) {
        Optional<Verdict> known = refusal(charges);
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        return breaker.mayAsk(micros.getAsLong()) ? coalescer.join(charges) : Future.succeededFuture(alone(charges));
    }

    /// The verdict if it is known here already that the charges cannot be made; asks nobody.
    public Optional<Verdict> refusal(List<Charge> charges) {
        return counters.refusal(charges);
    }

    /// Counts that something was refused because of a limit.
    public void refused(String policy) {
        metrics.counter("atrium.limits.refused", "policy", policy).increment();
    }

    /// The clock by which it is told how long ago something was.
    long micros() {
        return micros.getAsLong();
    }

    private Future<List<Verdict>> ask(List<Charge> charges, int times) {
        long asked = micros.getAsLong();
        return Future.succeededFuture()
                .compose(_ -> redis.send(GcraScript.byHash(charges, times)))
                .recover(failure -> again(charges, times, failure))
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .map(response -> together(charges, times, GcraScript.Answer.of(response), asked))
                .otherwise(failure -> withoutAnswer(charges, times, failure));
    }

    private Future<@Nullable Response> again(List<Charge> charges, int times, Throwable failure) {
        return GcraScript.isUnknown(failure)
                ? redis.send(GcraScript.byText(charges, times))
                : Future.failedFuture(failure);
    }

    private List<Verdict> together(List<Charge> charges, int times, GcraScript.Answer answer, long asked) {
        if (breaker.succeeded()) {
            LOG.info("limits are shared with the other instances again");
        }
        counters.learn(charges, answer, asked);
        return verdicts(charges, times, answer);
    }

    /// What several equal requests are told of which Redis was asked at once, in their order.
    static List<Verdict> verdicts(List<Charge> charges, int times, GcraScript.Answer answer) {
        List<Verdict> verdicts = new ArrayList<>(times);
        for (int i = 1; i <= times; i++) {
            List<Long> points = answer.before(charges, Math.max(0, answer.allowed() - i));
            verdicts.add(Gcra.verdict(charges, points, answer.now(), i <= answer.allowed()));
        }
        return verdicts;
    }

    private List<Verdict> withoutAnswer(List<Charge> charges, int times, Throwable failure) {
        if (breaker.failed(micros.getAsLong())) {
            LOG.warnf("limits are counted by this instance alone, Redis does not answer: error=%s", failure);
        }
        return Stream.generate(() -> alone(charges)).limit(times).toList();
    }

    private Verdict alone(List<Charge> charges) {
        return counters.decide(charges.stream().map(Charge::whileAlone).toList());
    }
}
