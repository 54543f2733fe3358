package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What comes on sockets, for an instance that counts alone.
final class AllowancesTest {

    private static final String HOME = "203.0.113.5";
    private static final String SCHOOL = "203.0.113.6";

    private final Allowances allowances = allowances(Map.of(
            "atrium.limits.messages-per-ip", "30/365D",
            "atrium.limits.messages-per-key", "20/365D",
            "atrium.limits.messages-per-user", "20/365D"));

    @Test
    void keysThatComeFromOneAddressShareWhatItHas() {
        assertEquals(20, spend("key:a", HOME));
        assertEquals(10, spend("key:b", HOME));
        assertEquals("messages-per-ip", refusal("key:c", HOME));

        assertEquals(20, spend("key:c", SCHOOL));
    }

    @Test
    void whoSignedInIsNotConcernedByWhatOthersDoBehindTheSameAddress() {
        assertEquals(20, spend("key:a", HOME));
        assertEquals(10, spend("key:b", HOME));

        assertEquals(20, spend("user:ann", HOME));
    }

    @Test
    void whereNoAddressIsKnownTheKeyAloneCounts() {
        assertEquals(20, spend("key:a", ""));
        assertEquals(20, spend("key:b", ""));
        assertEquals("messages-per-key", refusal("key:b", ""));
    }

    @Test
    void whatOneLimitRefusesCostsNothingOfTheOthers() {
        assertEquals(20, spend("key:a", HOME));
        for (int i = 0; i < 50; i++) {
            assertEquals("messages-per-key", refusal("key:a", HOME));
        }

        assertEquals(10, spend("key:b", HOME));
        for (int i = 0; i < 50; i++) {
            assertEquals("messages-per-ip", refusal("key:b", HOME));
        }
        assertEquals(10, spend("key:b", SCHOOL));
    }

    @Test
    void whatIsAboutToBeSpentAtOnceIsHadReadyOfAllLimits() {
        Allowances.Account account = account("key:a", HOME);

        assertTrue(account.prepare(15).succeeded());

        assertEquals(Optional.empty(), account.spend(15));
    }

    /// @return how many messages are let through one after the other
    private int spend(String subject, String address) {
        Allowances.Account account = account(subject, address);
        int spent = 0;
        while (account.prepare(1).succeeded() && account.spend(1).isEmpty()) {
            spent++;
        }
        return spent;
    }

    private String refusal(String subject, String address) {
        Allowances.Account account = account(subject, address);
        assertTrue(account.prepare(1).succeeded());
        return account.spend(1).orElseThrow().charge().policy();
    }

    private Allowances.Account account(String subject, String address) {
        Caller caller = new Caller(subject, TenantId.COMMONS, "x", Set.of(), Set.of());
        return allowances.of(caller, address, Usage.MESSAGES);
    }

    private static Allowances allowances(Map<String, String> settings) {
        LimitsConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(LimitsConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(LimitsConfig.class);
        Limiter limiter = new Limiter(away(), Duration.ofSeconds(1), new SimpleMeterRegistry());
        return new Allowances(new Charges(config), limiter);
    }

    /// A Redis that says at once that it is not there.
    private static Redis away() {
        return (Redis) Proxy.newProxyInstance(
                Redis.class.getClassLoader(),
                new Class<?>[] {Redis.class},
                (Object _, Method _, Object @Nullable [] _) -> Future.failedFuture("away"));
    }
}
