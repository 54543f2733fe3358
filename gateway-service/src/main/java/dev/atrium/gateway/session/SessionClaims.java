package dev.atrium.gateway.session;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a session token says.
///
/// @param session id of the session
/// @param subject as that of the user's access tokens: `user:<sub>`
/// @param tenant where the identity provider says that the user belongs
/// @param roles that the identity provider gives the user there
/// @param organisation in which the user works in this session instead; null: none was chosen
/// @param email the address that the provider had verified at the sign-in; null: it said of none
/// @param endsAt when the session ends at the latest
public record SessionClaims(
        UUID session,
        String subject,
        TenantId tenant,
        String handle,
        Set<String> roles,
        @Nullable String organisation,
        @Nullable String email,
        Instant endsAt) {

    public SessionClaims {
        roles = Set.copyOf(roles);
    }

    /// The user where the identity provider says that the user belongs. What the user opens lasts as
    /// long as the session, not only as long as this token: whoever ends the session ends that too.
    public Caller caller() {
        return new Caller(subject, tenant, handle, roles, Scopes.ALL, endsAt);
    }
}
