package dev.atrium.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Limit;
import dev.atrium.platform.limit.Limiter;
import dev.atrium.platform.limit.LimitsConfig;
import dev.atrium.platform.limit.Quota;
import dev.atrium.platform.testing.Patience;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Quotas that are large in tests, and come back slowly ([Addresses]).
@ApplicationScoped
public class Quotas {

    private final Limiter limiter;
    private final LimitsConfig config;

    Quotas(Limiter limiter, LimitsConfig config) {
        this.limiter = limiter;
        this.config = config;
    }

    /// Uses a quota up, except for a rest.
    public void use(Limit limit, long rest, String subject) throws Exception {
        Quota quota = limit.configured(config);
        take(new Charge(limit.policy(), subject, quota, quota, quota.amount() - rest));
    }

    /// Uses up the quota of a charge, of which nothing was used yet.
    public void useUp(Charge charge) throws Exception {
        Quota quota = charge.quota();
        take(new Charge(charge.policy(), charge.subject(), quota, quota, quota.amount()));
    }

    private void take(Charge charge) throws Exception {
        assertTrue(limiter.take(List.of(charge))
                .toCompletionStage()
                .toCompletableFuture()
                .get(Patience.USUAL.toSeconds(), TimeUnit.SECONDS)
                .allowed());
    }

    /// An address from which nobody has come yet.
    public static String freshAddress() {
        return "2001:db8:%x:%x::1"
                .formatted(
                        ThreadLocalRandom.current().nextInt(1 << 16),
                        ThreadLocalRandom.current().nextInt(1 << 16));
    }

    /// As what an address of [#freshAddress] is counted.
    public static String network(String address) {
        String[] parts = address.split(":");
        return "2001:db8:" + parts[2] + ":" + parts[3] + ":0:0:0:0/64";
    }
}
