package dev.atrium.gateway.policy;

import java.time.Instant;

/// What somebody is in an organisation.
///
/// @param since the database's time of the last change of it; what was opened under an older one has to
///     end
public record Membership(Role role, Instant since) {

    /// Attribute of the security identity that holds this; absent where the tenant is no organisation
    /// of ours.
    public static final String ATTRIBUTE = "atrium.membership";
}
