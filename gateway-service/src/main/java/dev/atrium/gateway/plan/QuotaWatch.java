package dev.atrium.gateway.plan;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.upkeep.Rounds;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.usage.UsedUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Knows which tenants have used up what: each gateway asks the database every two seconds for all of
/// them, instead of for one at each request, tells who keeps something open here, and the others by
/// Redis. While the database is away what was known last counts.
@ApplicationScoped
class QuotaWatch {

    private static final Logger LOG = Logger.getLogger(QuotaWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    /// Behind so long without an answer of the database a human must act: what plans allow is hardly enforced.
    private static final Duration TOO_OLD = Duration.ofMinutes(1);

    /// After so long without a gateway nobody in Redis has used up anything.
    private static final Duration TOLD = Duration.ofMinutes(1);

    private final QuotaTable table;
    private final Redis redis;
    private final Event<UsedUp> told;
    private volatile UsedUp usedUp = UsedUp.NOTHING;
    private final Rounds rounds;
    private final AtomicBoolean untold = new AtomicBoolean();
    private final AtomicBoolean old = new AtomicBoolean();
    private volatile long heardNanos = System.nanoTime();

    QuotaWatch(QuotaTable table, Redis redis, Vertx vertx, Event<UsedUp> told, MeterRegistry metrics) {
        this.table = table;
        this.redis = redis;
        this.told = told;
        this.rounds = new Rounds(vertx, EVERY, this::look, this::notTold);
        TimeGauge.builder(
                        "atrium.gateway.quotas.age",
                        this,
                        TimeUnit.SECONDS,
                        watch -> watch.age().toSeconds())
                .description("since the database has told which tenants have used up what")
                .register(metrics);
    }

    /// Whether the tenant has used up what its plan has of the meter, as known some seconds ago.
    boolean isUsedUp(TenantId tenant, Meter meter) {
        return usedUp.has(tenant, meter);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    private Uni<Void> look() {
        return table.usedUp()
                .invoke(this::heard)
                .onFailure()
                .invoke(this::unheard)
                .onFailure()
                .call(this::keepTold)
                .chain(this::tell)
                .invoke(() -> untold.set(false));
    }

    private void heard(List<QuotaTable.Use> uses) {
        Map<TenantId, Set<Meter>> meters = uses.stream()
                .collect(Collectors.groupingBy(
                        QuotaTable.Use::tenant, Collectors.mapping(QuotaTable.Use::meter, Collectors.toSet())));
        usedUp = new UsedUp(meters);
        heardNanos = System.nanoTime();
        if (old.compareAndSet(true, false)) {
            LOG.info("quotas are known again");
        }
        if (!meters.isEmpty()) {
            told.fire(usedUp);
        }
    }

    private Uni<Void> tell() {
        Request set = Request.cmd(Command.SET)
                .arg(UsedUp.KEY)
                .arg(usedUp.text())
                .arg("EX")
                .arg(TOLD.toSeconds());
        return redis.send(set).replaceWithVoid();
    }

    /// What Redis knows counts on. It may be newer than what is known here, so it is not told anew.
    private Uni<Void> keepTold() {
        Request expire = Request.cmd(Command.EXPIRE).arg(UsedUp.KEY).arg(TOLD.toSeconds());
        return redis.send(expire).replaceWithVoid();
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    private void unheard(Throwable failure) {
        if (age().compareTo(TOO_OLD) > 0 && old.compareAndSet(false, true)) {
            LOG.errorf(
                    "quotas are as they were known last, and none where the gateway has started since, asking again:"
                            + " seconds=%d error=%s",
                    age().toSeconds(), failure.getMessage());
        }
    }

    /// That they are not known, or known here and not in Redis.
    private void notTold(Throwable failure) {
        if (untold.compareAndSet(false, true)) {
            LOG.warnf("quotas are not told at the moment, trying again: error=%s", failure.getMessage());
        }
    }
}
