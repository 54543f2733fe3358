package dev.atrium.gateway.policy;

import java.util.Set;
import java.util.TreeSet;

/// What credentials can allow. `files:derive` and `rooms:attach` are missing on purpose: they exist between services
/// only, and the gateway never grants them.
public final class Scopes {

    public static final String ROOMS_READ = "rooms:read";
    public static final String ROOMS_WRITE = "rooms:write";
    public static final String FILES_READ = "files:read";
    public static final String FILES_WRITE = "files:write";
    public static final String SEARCH_READ = "search:read";
    public static final String JOBS_READ = "jobs:read";
    public static final String JOBS_WRITE = "jobs:write";
    public static final String CACHE_READ = "cache:read";
    public static final String CACHE_WRITE = "cache:write";
    public static final String USERS_READ = "users:read";
    public static final String USERS_WRITE = "users:write";
    public static final String KEYS_WRITE = "keys:write";
    public static final String AUDIT_READ = "audit:read";
    public static final String WEBHOOKS_READ = "webhooks:read";
    public static final String WEBHOOKS_WRITE = "webhooks:write";
    public static final String NOTIFICATIONS_READ = "notifications:read";
    public static final String NOTIFICATIONS_WRITE = "notifications:write";

    /// Everything that the gateway can grant: what a signed-in user and a new key have.
    public static final Set<String> ALL = Set.of(
            ROOMS_READ,
            ROOMS_WRITE,
            FILES_READ,
            FILES_WRITE,
            SEARCH_READ,
            JOBS_READ,
            JOBS_WRITE,
            CACHE_READ,
            CACHE_WRITE,
            USERS_READ,
            USERS_WRITE,
            KEYS_WRITE,
            AUDIT_READ,
            WEBHOOKS_READ,
            WEBHOOKS_WRITE,
            NOTIFICATIONS_READ,
            NOTIFICATIONS_WRITE);

    /// What somebody without credentials has (GW-4).
    public static final Set<String> ANONYMOUS = Set.of(ROOMS_READ, FILES_READ, SEARCH_READ);

    private Scopes() {}

    /// The same scopes in a stable order, for answers and stored rows.
    public static Set<String> sorted(Set<String> scopes) {
        return new TreeSet<>(scopes);
    }
}
