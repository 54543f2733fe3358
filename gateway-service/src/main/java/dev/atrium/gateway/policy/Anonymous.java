package dev.atrium.gateway.policy;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.Set;

/// Somebody without credentials (GW-4), and the place where such people meet.
public final class Anonymous {

    /// The tenant of everybody who belongs to no organisation: strangers share it.
    public static final TenantId COMMONS = TenantId.COMMONS;

    /// The caller of a request without credentials.
    public static final Caller CALLER =
            new Caller(Caller.ANONYMOUS, COMMONS, Caller.ANONYMOUS, Set.of(), Scopes.ANONYMOUS);

    private Anonymous() {}
}
