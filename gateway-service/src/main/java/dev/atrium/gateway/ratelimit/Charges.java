package dev.atrium.gateway.ratelimit;

import dev.atrium.gateway.policy.Route;
import dev.atrium.gateway.policy.Usage;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Quota;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a request costs, of which quotas.
@ApplicationScoped
class Charges {

    /// Of which part of its quota somebody without credentials is sure while each gateway counts for
    /// itself.
    private static final double STRANGERS_PART = 0.25;

    private final LimitsConfig config;

    Charges(LimitsConfig config) {
        this.config = config;
    }

    /// All charges of a request; empty if nothing of it is limited.
    ///
    /// @param address that it comes from
    /// @param bytes that it carries
    List<Charge> of(Route route, Caller caller, String address, long bytes) {
        return of(route.uses(), caller, address, bytes);
    }

    /// Those of a request that is refused before it is known who sends it.
    List<Charge> ofStranger(Caller caller, String address) {
        return of(Set.of(Usage.REQUESTS), caller, address, 0);
    }

    private List<Charge> of(Set<Usage> uses, Caller caller, String address, long bytes) {
        List<Charge> charges = new ArrayList<>();
        for (Limit limit : Limit.values()) {
            if (uses.contains(limit.usage())) {
                long cost = limit.usage() == Usage.UPLOADED_BYTES ? Math.max(1, bytes) : 1;
                limit.whose().subject(caller, address).ifPresent(subject -> add(charges, limit, subject, caller, cost));
            }
        }
        return charges;
    }

    private void add(List<Charge> charges, Limit limit, String subject, Caller caller, long cost) {
        Quota quota = quota(limit, caller.tenant()).times(config.scale());
        if (!quota.isUnlimited()) {
            Quota alone = caller.isAnonymous() ? quota.times(STRANGERS_PART) : quota;
            charges.add(new Charge(limit.policy(), subject, quota, alone, cost));
        }
    }

    private Quota quota(Limit limit, TenantId tenant) {
        Quota own = config.tenants().getOrDefault(tenant.value(), Map.of()).get(limit);
        return own == null ? limit.configured(config) : own;
    }
}
