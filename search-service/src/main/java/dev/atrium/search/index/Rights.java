package dev.atrium.search.index;

import dev.atrium.platform.identity.TenantId;
import java.util.Set;

/// All that one caller may read (SR-3): made by the server from the caller's identity, never from the request.
///
/// @param grants a passage of the tenant may be read if it carries one of them
public record Rights(TenantId tenant, Set<Grant> grants) {

    public Rights {
        grants = Set.copyOf(grants);
    }
}
