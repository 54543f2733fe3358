package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Membership;

/// What somebody is to a tenant.
public sealed interface Standing {

    /// The tenant is no organisation of ours: who may enter it is said elsewhere.
    record Unmanaged() implements Standing {}

    /// No member, or there is no such organisation any more.
    record Stranger() implements Standing {}

    /// A member.
    record Member(Membership membership) implements Standing {}
}
