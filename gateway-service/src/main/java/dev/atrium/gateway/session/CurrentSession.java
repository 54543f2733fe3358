package dev.atrium.gateway.session;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// In which session a request comes.
public final class CurrentSession {

    /// Attribute of the security identity: id of the session whose token the request came with; absent
    /// if it came with none.
    public static final String ATTRIBUTE = "atrium.session";

    /// Attribute of the security identity: there if the request came with an access token of the
    /// identity provider.
    public static final String PROVIDER_ATTRIBUTE = "atrium.provider-token";

    /// Attribute of the security identity: the claim `sid` of that access token, by which the provider
    /// names its own session; absent if it does not.
    public static final String PROVIDER_SESSION_ATTRIBUTE = "atrium.provider-session";

    /// Attribute of the security identity: the e-mail address that the provider says it has verified, or
    /// said when the session was opened; absent if it does not.
    public static final String EMAIL_ATTRIBUTE = "atrium.email";

    private CurrentSession() {}

    /// @return null if the request came with something else, or with nothing
    public static @Nullable UUID of(SecurityIdentity identity) {
        return identity.getAttribute(ATTRIBUTE);
    }
}
