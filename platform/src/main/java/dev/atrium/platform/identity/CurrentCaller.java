package dev.atrium.platform.identity;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/// The caller of the current request. Works for REST resources; a raw route passes its identity to [#of].
@ApplicationScoped
public final class CurrentCaller {

    /// Attribute of the security identity that holds the [Caller].
    public static final String ATTRIBUTE = "atrium.caller";

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /// @throws ProblemException `unauthenticated` if the request carries no established identity
    public Caller get() {
        return of(identity);
    }

    /// @throws ProblemException `unauthenticated` if the identity was not established by one of our mechanisms
    public static Caller of(SecurityIdentity identity) {
        Caller caller = identity.getAttribute(ATTRIBUTE);
        if (caller == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "This request carries no valid credentials.");
        }
        return caller;
    }
}
