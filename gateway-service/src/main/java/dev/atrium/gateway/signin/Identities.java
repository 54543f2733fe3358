package dev.atrium.gateway.signin;

import dev.atrium.gateway.session.CurrentSession;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.InternalAuthentication;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.Permission;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns a [Caller] into what Quarkus works with.
final class Identities {

    private Identities() {}

    /// The same identity, of a request that comes in a session.
    static SecurityIdentity inSession(SecurityIdentity identity, UUID session) {
        return QuarkusSecurityIdentity.builder(identity)
                .addAttribute(CurrentSession.ATTRIBUTE, session)
                .build();
    }

    /// The same identity, of a request that comes with an access token of the identity provider.
    ///
    /// @param session the provider's name of its own session; null if the token has none
    static SecurityIdentity byProvider(SecurityIdentity identity, @Nullable String session) {
        QuarkusSecurityIdentity.Builder builder =
                QuarkusSecurityIdentity.builder(identity).addAttribute(CurrentSession.PROVIDER_ATTRIBUTE, true);
        if (session != null) {
            builder.addAttribute(CurrentSession.PROVIDER_SESSION_ATTRIBUTE, session);
        }
        return builder.build();
    }

    /// The same identity, of somebody whose e-mail address the provider has verified.
    ///
    /// @param email null: it says of none
    static SecurityIdentity withEmail(SecurityIdentity identity, @Nullable String email) {
        return email == null
                ? identity
                : QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(CurrentSession.EMAIL_ATTRIBUTE, email)
                        .build();
    }

    /// An identity that carries the caller and a permission for each of its scopes.
    static QuarkusSecurityIdentity.Builder of(Caller caller) {
        Set<Permission> permissions =
                caller.scopes().stream().map(InternalAuthentication::permission).collect(Collectors.toSet());
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.subject()))
                .setAnonymous(caller.isAnonymous())
                .addRoles(caller.roles())
                .addPermissions(permissions)
                .addAttribute(CurrentCaller.ATTRIBUTE, caller);
    }
}
