package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.limit.Limiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// The limits that all gateways keep together.
final class SharedLimits {

    @Produces
    @Singleton
    Limiter limiter(Redis redis, LimitsConfig config, MeterRegistry metrics) {
        return new Limiter(redis, config.patience(), metrics);
    }
}
