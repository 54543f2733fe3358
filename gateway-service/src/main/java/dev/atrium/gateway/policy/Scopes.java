package dev.atrium.gateway.policy;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What credentials can allow. `files:derive` and `rooms:attach` are missing on purpose: they exist
/// between services only, and the gateway never grants them.
public final class Scopes {

    public static final String ROOMS_READ = "rooms:read";
    public static final String ROOMS_WRITE = "rooms:write";
    /// Messages only, which `rooms:write` allows as well.
    public static final String MESSAGES_WRITE = "messages:write";

    public static final String FILES_READ = "files:read";
    public static final String FILES_WRITE = "files:write";
    public static final String SEARCH_READ = "search:read";
    public static final String JOBS_READ = "jobs:read";
    public static final String JOBS_WRITE = "jobs:write";
    public static final String CACHE_READ = "cache:read";
    public static final String CACHE_WRITE = "cache:write";
    public static final String USERS_READ = "users:read";
    public static final String USERS_WRITE = "users:write";
    /// Which keys one has, without their secrets.
    public static final String KEYS_READ = "keys:read";

    public static final String KEYS_WRITE = "keys:write";
    public static final String AUDIT_READ = "audit:read";
    /// What was used, and what may be.
    public static final String USAGE_READ = "usage:read";

    public static final String WEBHOOKS_READ = "webhooks:read";
    public static final String WEBHOOKS_WRITE = "webhooks:write";
    public static final String NOTIFICATIONS_READ = "notifications:read";
    /// What one does to one's own notifications and to the way they come.
    public static final String NOTIFICATIONS_WRITE = "notifications:write";
    /// Notifications for others.
    public static final String NOTIFICATIONS_SEND = "notifications:send";

    public static final String ORGANISATIONS_READ = "organisations:read";
    public static final String ORGANISATIONS_WRITE = "organisations:write";
    public static final String SESSIONS_READ = "sessions:read";
    public static final String SESSIONS_WRITE = "sessions:write";
    public static final String PREFERENCES_READ = "preferences:read";
    public static final String PREFERENCES_WRITE = "preferences:write";

    /// Everything that the gateway can grant: what a signed-in user has.
    public static final Set<String> ALL = Set.of(
            ROOMS_READ,
            ROOMS_WRITE,
            MESSAGES_WRITE,
            FILES_READ,
            FILES_WRITE,
            SEARCH_READ,
            JOBS_READ,
            JOBS_WRITE,
            CACHE_READ,
            CACHE_WRITE,
            USERS_READ,
            USERS_WRITE,
            KEYS_READ,
            KEYS_WRITE,
            AUDIT_READ,
            USAGE_READ,
            WEBHOOKS_READ,
            WEBHOOKS_WRITE,
            NOTIFICATIONS_READ,
            NOTIFICATIONS_WRITE,
            NOTIFICATIONS_SEND,
            ORGANISATIONS_READ,
            ORGANISATIONS_WRITE,
            SESSIONS_READ,
            SESSIONS_WRITE,
            PREFERENCES_READ,
            PREFERENCES_WRITE);

    /// What a key can have. Sessions are a person's in all tenants, and a key belongs to one: one that
    /// leaks must not tell where its maker is signed in, or end that.
    public static final Set<String> OF_KEYS = ALL.stream()
            .filter(scope -> !scope.equals(SESSIONS_READ) && !scope.equals(SESSIONS_WRITE))
            .collect(Collectors.toUnmodifiableSet());

    /// What changes nothing.
    public static final Set<String> READING = Set.of(
            ROOMS_READ,
            FILES_READ,
            SEARCH_READ,
            JOBS_READ,
            CACHE_READ,
            USERS_READ,
            KEYS_READ,
            AUDIT_READ,
            USAGE_READ,
            WEBHOOKS_READ,
            NOTIFICATIONS_READ,
            ORGANISATIONS_READ,
            SESSIONS_READ,
            PREFERENCES_READ);

    /// What somebody without credentials has (GW-4).
    public static final Set<String> ANONYMOUS = Set.of(ROOMS_READ, FILES_READ, SEARCH_READ);

    /// What somebody without credentials has who posts: no membership of a room adds to it.
    public static final Set<String> OF_GUESTS = Set.of(ROOMS_READ, MESSAGES_WRITE);

    private Scopes() {}

    /// The same scopes with those that they include: keys were made before there was a scope for
    /// messages alone, or one to read keys.
    public static Set<String> complete(Set<String> scopes) {
        Set<String> all = new TreeSet<>(scopes);
        if (all.contains(ROOMS_WRITE)) {
            all.add(MESSAGES_WRITE);
        }
        if (all.contains(KEYS_WRITE)) {
            all.add(KEYS_READ);
        }
        return all;
    }

    /// Of some scopes those that a key can have.
    public static Set<String> ofKey(Set<String> scopes) {
        return scopes.stream().filter(OF_KEYS::contains).collect(Collectors.toUnmodifiableSet());
    }

    /// The same scopes in a stable order, for answers and stored rows.
    public static Set<String> sorted(Set<String> scopes) {
        return new TreeSet<>(scopes);
    }
}
