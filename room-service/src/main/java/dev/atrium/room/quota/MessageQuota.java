package dev.atrium.room.quota;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.usage.UsedUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Knows which organisations have used up the messages of their plans (GW-16), as gateways tell by Redis:
/// they see each request, but not what comes on sockets. While Redis is away what was known last counts for
/// a minute, and then nobody is refused.
@ApplicationScoped
class MessageQuota {

    private static final Logger LOG = Logger.getLogger(MessageQuota.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    private final Redis redis;
    private final Vertx vertx;
    private volatile UsedUp usedUp = UsedUp.NOTHING;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean looking;
    private long timer;

    MessageQuota(Redis redis, Vertx vertx) {
        this.redis = redis;
        this.vertx = vertx;
    }

    /// Why the caller may not send a message; empty if it may, as far as its plan is concerned.
    Optional<Problem> refusal(Caller caller) {
        boolean known = System.nanoTime() - heardAt <= BELIEVED.toNanos();
        return known && usedUp.has(caller.tenant(), Meter.MESSAGES)
                ? Optional.of(Problem.quotaExceeded(
                        "Your organisation has used up what its plan has of messages a month; see /api/plan.",
                        List.of(Meter.MESSAGES.label())))
                : Optional.empty();
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        redis.send(Request.cmd(Command.GET).arg(UsedUp.KEY))
                .map(MessageQuota::parse)
                .timeout(EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(this::heard, this::failed);
    }

    private static UsedUp parse(@Nullable Response answer) {
        return answer == null ? UsedUp.NOTHING : UsedUp.parse(answer.toString());
    }

    private void heard(UsedUp told) {
        looking = false;
        usedUp = told;
        heardAt = System.nanoTime();
    }

    private void failed(Throwable failure) {
        looking = false;
        if (System.nanoTime() - heardAt > BELIEVED.toNanos() && !usedUp.equals(UsedUp.NOTHING)) {
            usedUp = UsedUp.NOTHING;
            LOG.warnf("quotas of plans are not known, nobody is refused for them: error=%s", failure.getMessage());
        }
    }
}
