package dev.atrium.room.quota;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.usage.Meter;
import dev.atrium.platform.usage.UsedUp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Knows which organisations have used up the messages of their plans (GW-16), as gateways tell by Redis:
/// they see each request, but not what comes on sockets. While Redis is away what was known last counts for
/// a minute, and then nobody is refused.
@ApplicationScoped
class MessageQuota {

    private static final Logger LOG = Logger.getLogger(MessageQuota.class);
    private static final Duration BELIEVED = Duration.ofMinutes(1);

    private final Told used;
    private volatile UsedUp usedUp = UsedUp.NOTHING;
    private volatile long heardAt = System.nanoTime();

    MessageQuota(Redis redis, Vertx vertx) {
        this.used = new Told(redis, vertx, UsedUp.KEY, this::heard, this::failed);
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
        used.start();
    }

    void stop(@Observes ShutdownEvent event) {
        used.stop();
    }

    private void heard(@Nullable String told) {
        usedUp = told == null ? UsedUp.NOTHING : UsedUp.parse(told);
        heardAt = System.nanoTime();
    }

    private void failed(Throwable failure) {
        if (System.nanoTime() - heardAt > BELIEVED.toNanos() && !usedUp.equals(UsedUp.NOTHING)) {
            usedUp = UsedUp.NOTHING;
            LOG.warnf("quotas of plans are not known, nobody is refused for them: error=%s", failure.getMessage());
        }
    }
}
