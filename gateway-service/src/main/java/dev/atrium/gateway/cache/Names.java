package dev.atrium.gateway.cache;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;

/// What the cache's keys in Redis are called. No tenant can name another's: a tenant id has no colon.
final class Names {

    private Names() {}

    /// A value's.
    static String value(TenantId tenant, String key) {
        return "cache:" + tenant + ":" + key;
    }

    /// That of the names in order, by which values are listed, and which stands for their owner. In the
    /// commons that is who has put them there, who is told of no others: strangers share it, and whoever
    /// knows a key has its value. Elsewhere all of a tenant are one.
    static String index(Caller caller) {
        return caller.tenant().equals(TenantId.COMMONS)
                ? "cached-names:" + TenantId.COMMONS + ":" + caller.subject()
                : "cached-names:" + caller.tenant();
    }

    /// That of when values end.
    static String ends(Caller caller) {
        return "cached:" + share(caller);
    }

    /// That of how large values are.
    static String sizes(Caller caller) {
        return "cached-bytes:" + share(caller);
    }

    /// That of how much each owner has.
    static String owners(Caller caller) {
        return "cached-owners:" + share(caller);
    }

    /// Whose bound a value counts for. Who did not sign in may have a tenant of their own
    /// (`atrium.tenancy.mode=single`), and as many of these as they like.
    static TenantId share(Caller caller) {
        return caller.subject().startsWith("user:") ? caller.tenant() : TenantId.COMMONS;
    }
}
