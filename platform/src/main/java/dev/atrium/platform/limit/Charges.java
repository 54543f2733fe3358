package dev.atrium.platform.limit;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a request, or a frame on a socket, costs of which quotas.
@Singleton
public class Charges {

    /// Of which part of its quota somebody without credentials is sure while each gateway counts for
    /// itself.
    private static final double STRANGERS_PART = 0.25;

    private static final List<Limit> LIMITS = List.of(Limit.values());
    private static final Map<Usage, List<Limit>> LIMITS_OF = Arrays.stream(Usage.values())
            .collect(Collectors.toMap(
                    Function.identity(),
                    usage -> LIMITS.stream()
                            .filter(limit -> limit.usage() == usage)
                            .toList(),
                    (one, _) -> one,
                    () -> new EnumMap<>(Usage.class)));

    private final LimitsConfig config;
    private volatile TenantLimits told = TenantLimits.NONE;

    /// @throws IllegalArgumentException if a quota does not fit to what it is of
    public Charges(LimitsConfig config) {
        this.config = config;
        LIMITS.forEach(limit -> demandFit("atrium.limits.", limit, limit.configured(config)));
        config.tenants()
                .forEach((tenant, limits) -> limits.forEach(
                        (limit, quota) -> demandFit("atrium.limits.tenants." + tenant + ".", limit, quota)));
    }

    private static void demandFit(String prefix, Limit limit, Quota quota) {
        try {
            limit.demandFit(quota);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(prefix + limit.policy() + ": " + e.getMessage(), e);
        }
    }

    /// From now on this holds for single tenants, above what is configured.
    public void hold(TenantLimits limits) {
        if (!limits.equals(told)) {
            told = limits;
        }
    }

    /// What holds for single tenants: the same object as long as nothing is told anew.
    TenantLimits told() {
        return told;
    }

    /// The quotas of all limits, and of further ones, as they hold in a tenant, by their names.
    public Map<String, Quota> inForce(TenantId tenant, List<NamedLimit> further) {
        Map<String, Quota> quotas = new LinkedHashMap<>();
        for (Limit limit : LIMITS) {
            @Nullable Quota own = own(limit, tenant);
            quotas.put(limit.policy(), (own == null ? limit.configured(config) : own).times(config.scale()));
        }
        for (NamedLimit limit : further) {
            @Nullable Quota own = own(limit, tenant);
            quotas.put(limit.policy(), (own == null ? limit.quota() : own).times(config.scale()));
        }
        return quotas;
    }

    /// All charges of something; empty if nothing of it is limited.
    ///
    /// @param uses what it uses
    /// @param address that it comes from; empty if it is not known
    /// @param bytes that it carries
    public List<Charge> of(Set<Usage> uses, Caller caller, String address, long bytes) {
        return of(uses, List.of(), caller, address, bytes);
    }

    /// The charges for so much of something; empty if it is not limited.
    ///
    /// @param address that it comes from; empty if it is not known
    /// @param cost at least 1
    public List<Charge> of(Usage usage, Caller caller, String address, long cost) {
        List<Charge> charges = new ArrayList<>(4);
        for (Limit limit : LIMITS_OF.getOrDefault(usage, List.of())) {
            limit.whose().subject(caller, address).ifPresent(subject -> add(charges, limit, subject, caller, cost));
        }
        return charges;
    }

    /// The same, and a charge of 1 for each of further limits that concerns the caller.
    public List<Charge> of(Set<Usage> uses, List<NamedLimit> further, Caller caller, String address, long bytes) {
        List<Charge> charges = new ArrayList<>();
        for (Limit limit : LIMITS) {
            if (uses.contains(limit.usage())) {
                long cost = limit.usage().isBytes() ? Math.max(1, bytes) : 1;
                limit.whose().subject(caller, address).ifPresent(subject -> add(charges, limit, subject, caller, cost));
            }
        }
        for (NamedLimit limit : further) {
            limit.whose().subject(caller, address).ifPresent(subject -> add(charges, limit, subject, caller));
        }
        return charges;
    }

    private void add(List<Charge> charges, Limit limit, String subject, Caller caller, long cost) {
        @Nullable Quota own = own(limit, caller.tenant());
        Quota quota = own == null ? limit.configured(config) : own;
        add(charges, limit.policy(), counted(subject, own, caller), quota, caller, cost);
    }

    private void add(List<Charge> charges, NamedLimit limit, String subject, Caller caller) {
        @Nullable Quota own = own(limit, caller.tenant());
        Quota quota = own == null ? limit.quota() : own;
        add(charges, limit.policy(), counted(subject, own, caller), quota, caller, 1);
    }

    /// What is used of a tenant's own quota is not used of those that others have there or elsewhere.
    private static String counted(String subject, @Nullable Quota own, Caller caller) {
        return own == null ? subject : caller.tenant() + ":" + subject;
    }

    private void add(List<Charge> charges, String policy, String counted, Quota configured, Caller caller, long cost) {
        Quota quota = configured.times(config.scale());
        if (!quota.isUnlimited()) {
            Quota alone = caller.isAnonymous() ? quota.times(STRANGERS_PART) : quota;
            charges.add(new Charge(policy, counted, quota, alone, cost));
        }
    }

    /// What the operator has set for one tenant alone, or else what is configured for it.
    private @Nullable Quota own(Limit limit, TenantId tenant) {
        @Nullable Quota set = told.of(tenant).get(limit.policy());
        if (set != null) {
            return set;
        }
        return config.tenants().getOrDefault(tenant.value(), Map.of()).get(limit);
    }

    private @Nullable Quota own(NamedLimit limit, TenantId tenant) {
        @Nullable Quota set = told.of(tenant).get(limit.policy());
        return set == null ? limit.ofTenants().get(tenant) : set;
    }
}
