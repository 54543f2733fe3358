package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who wants a key to end: its owner, or an administrator of the organisation.
///
/// @param key id of the key that the caller comes with; null if it comes in person
/// @param role what the caller is in the organisation; null where that is none of ours
record Revoker(Caller caller, @Nullable UUID key, @Nullable Role role) {

    /// Whether the key is the caller's own.
    boolean owns(ApiKeyRow row) {
        return caller.subject().equals(row.subject);
    }

    /// In person everybody ends their own keys, whatever their role, and each key itself.
    ///
    /// @throws ProblemException `forbidden` for another key that may not change keys
    void demandMayEndOwn(UUID id) {
        if (key != null && !key.equals(id) && !caller.may(Scopes.KEYS_WRITE)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Your credentials do not have the scope '" + Scopes.KEYS_WRITE + "'.");
        }
    }

    /// Administrators end the keys of members who are not above them.
    ///
    /// @param owner what the key's owner is in the organisation; null if it is no member, or the
    ///     organisation is none of ours
    /// @throws ProblemException `forbidden` for the key of somebody above
    void demandMayEndOf(@Nullable Role owner) {
        if (owner != null && (role == null || !role.isAtLeast(owner))) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The key's owner has a role above your own in the organisation.");
        }
    }
}
