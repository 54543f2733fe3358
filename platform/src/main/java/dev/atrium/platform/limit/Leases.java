package dev.atrium.platform.limit;

import dev.atrium.platform.web.Ids;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// What may be held only so many times at one time (GW-6), such as open sockets. All instances count
/// together in Redis, where each says how much it holds, again and again ([#tell]): what one that died held
/// is free after half a minute. While Redis is away or slow each counts for itself, so that with N of them
/// nobody holds more than N times the quota.
///
/// Each word of an instance is its whole count, so nothing that is lost or late is wrong for longer than
/// until the next. May be used by any thread; its memory is bounded by what is held.
public final class Leases {

    private static final Duration TERM = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Leases.class);

    /// Nobody knows when somebody else gives something back.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    /// How often all is said before a term is over.
    private static final int TIMES = 3;

    private static final int KEYS_AT_ONCE = 500;

    private final Redis redis;
    private final long patienceMillis;
    private final RedisBreaker breaker = new RedisBreaker();
    private final Duration term;
    private final LeaseScript script;
    private final Map<String, Long> held = new ConcurrentHashMap<>();
    /// What Redis has not heard of yet.
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private volatile long allTold = micros();

    /// @param patience how long an answer of Redis is waited for
    public Leases(Redis redis, Duration patience) {
        this(redis, patience, TERM);
    }

    /// @param term how long what an instance has said counts
    Leases(Redis redis, Duration patience, Duration term) {
        this.redis = redis;
        this.patienceMillis = patience.toMillis();
        this.term = term;
        this.script = new LeaseScript(Ids.next().toString(), term);
    }

    /// Takes one of each, or of none.
    ///
    /// @param charges of different quotas, each of 1; empty if nothing is limited
    /// @return whether they are taken, to be given back once ([#give]); never fails
    public Future<Verdict> take(List<Charge> charges) {
        if (charges.isEmpty()) {
            return Future.succeededFuture(Verdict.FREE);
        }
        List<Long> mine = charges.stream()
                .map(charge -> held.merge(charge.key(), 1L, Long::sum))
                .toList();
        Verdict alone = verdict(charges, mine, mine.stream().map(_ -> 0L).toList());
        return alone.allowed() && breaker.mayAsk(micros())
                ? ask(charges, mine, alone).map(verdict -> settled(charges, verdict))
                : Future.succeededFuture(settled(charges, alone));
    }

    private Future<Verdict> ask(List<Charge> charges, List<Long> mine, Verdict alone) {
        return Future.succeededFuture()
                .compose(_ -> redis.send(script.take(charges, mine)))
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .map(answer -> verdict(charges, mine, LeaseScript.others(answer)))
                .onSuccess(_ -> answered())
                .otherwise(failure -> {
                    charges.forEach(charge -> changed.add(charge.key()));
                    failed(failure);
                    return alone;
                });
    }

    /// Gives back what was taken. The others know within a round of [#tell].
    public void give(List<Charge> charges) {
        for (Charge charge : charges) {
            held.computeIfPresent(charge.key(), (_, amount) -> amount == 1 ? null : amount - 1);
            changed.add(charge.key());
        }
    }

    /// Says what has changed, and now and then all. To be called each second, one call after the other.
    ///
    /// @return never fails
    public Future<Void> tell() {
        long now = micros();
        if (now - allTold >= term.toNanos() / 1_000 / TIMES) {
            allTold = now;
            changed.addAll(held.keySet());
        }
        return changed.isEmpty() || !breaker.mayAsk(now) ? Future.succeededFuture() : tell(List.copyOf(changed));
    }

    private Future<Void> tell(List<String> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture();
        }
        List<String> now = keys.subList(0, Math.min(KEYS_AT_ONCE, keys.size()));
        now.forEach(changed::remove);
        List<Long> amounts = now.stream().map(key -> held.getOrDefault(key, 0L)).toList();
        return Future.succeededFuture()
                .compose(_ -> redis.send(script.tell(now, amounts)))
                .timeout(term.toMillis() / TIMES, TimeUnit.MILLISECONDS)
                .transform(answer -> {
                    if (answer.failed()) {
                        changed.addAll(now);
                        failed(answer.cause());
                        return Future.succeededFuture();
                    }
                    answered();
                    return tell(keys.subList(now.size(), keys.size()));
                });
    }

    private Verdict settled(List<Charge> charges, Verdict verdict) {
        if (!verdict.allowed()) {
            give(charges);
        }
        return verdict;
    }

    private void answered() {
        if (breaker.succeeded()) {
            LOG.info("what is held is counted with the other instances again");
            changed.addAll(held.keySet());
        }
    }

    private void failed(Throwable failure) {
        if (breaker.failed(micros())) {
            LOG.warnf("what is held is counted by this instance alone, Redis does not answer: error=%s", failure);
        }
    }

    private static Verdict verdict(List<Charge> charges, List<Long> mine, List<Long> others) {
        List<Standing> standings = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            long left = charges.get(i).quota().amount() - others.get(i) - mine.get(i);
            standings.add(new Standing(
                    charges.get(i), Math.max(0, left), Duration.ZERO, left < 0 ? RETRY_AFTER : Duration.ZERO));
        }
        return new Verdict(standings.stream().noneMatch(Standing::isViolated), standings);
    }

    private static long micros() {
        return System.nanoTime() / 1_000;
    }
}
