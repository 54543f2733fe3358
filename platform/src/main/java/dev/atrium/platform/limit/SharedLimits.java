package dev.atrium.platform.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// The limits that all instances of all services keep together, for those that have Redis
/// (`atrium.limiter=true` at build time).
@IfBuildProperty(name = "atrium.limiter", stringValue = "true")
final class SharedLimits {

    @Produces
    @Singleton
    Limiter limiter(Redis redis, LimitsConfig config, MeterRegistry metrics) {
        return new Limiter(redis, config.patience(), metrics);
    }

    @Produces
    @Singleton
    Leases leases(Redis redis, LimitsConfig config) {
        return new Leases(redis, config.patience());
    }
}
