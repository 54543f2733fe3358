package dev.atrium.gateway.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.atrium.platform.identity.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Which refusals are written into the trail of the commons. It never ends, and all who are in no
/// organisation wait for each other there, while keys are free and being refused costs nothing: so of one
/// user, and of all from one address who did not sign in, it is a few in a minute at each gateway. The
/// others are counted only.
@Singleton
final class RefusalsOfCommons {

    /// So many are written in a minute.
    static final int MOST = 10;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long CALLERS_MAX = 50_000;

    private final Cache<String, AtomicInteger> lately;
    private final Counter omitted;

    @Inject
    RefusalsOfCommons(MeterRegistry registry) {
        this(registry, Ticker.systemTicker());
    }

    RefusalsOfCommons(MeterRegistry registry, Ticker ticker) {
        this.lately = Caffeine.newBuilder()
                .maximumSize(CALLERS_MAX)
                .expireAfterWrite(MINUTE)
                .ticker(ticker)
                .build();
        this.omitted = Counter.builder("atrium.gateway.audit.refusals.omitted")
                .description("Refusals in the commons that were too many to be written into the audit trail")
                .register(registry);
    }

    /// Whether one more refusal is written, which then counts.
    ///
    /// @param address that the caller comes from; empty if it is not known
    boolean admits(Caller caller, String address) {
        boolean alone = caller.subject().startsWith("user:") || address.isEmpty();
        String whose = alone ? caller.subject() : address;
        boolean admitted = lately.get(whose, _ -> new AtomicInteger()).incrementAndGet() <= MOST;
        if (!admitted) {
            omitted.increment();
        }
        return admitted;
    }
}
