package dev.atrium.platform.limit;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a request, or a frame on a socket, costs of which quotas.
@Singleton
public class Charges {

    /// Of which part of its quota somebody without credentials is sure while each gateway counts for
    /// itself.
    private static final double STRANGERS_PART = 0.25;

    private static final List<Limit> LIMITS = List.of(Limit.values());

    private final LimitsConfig config;

    public Charges(LimitsConfig config) {
        this.config = config;
    }

    /// All charges of something; empty if nothing of it is limited.
    ///
    /// @param uses what it uses
    /// @param address that it comes from; empty if it is not known
    /// @param bytes that it carries
    public List<Charge> of(Set<Usage> uses, Caller caller, String address, long bytes) {
        List<Charge> charges = new ArrayList<>();
        for (Limit limit : LIMITS) {
            if (uses.contains(limit.usage())) {
                long cost = limit.usage().isBytes() ? Math.max(1, bytes) : 1;
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
