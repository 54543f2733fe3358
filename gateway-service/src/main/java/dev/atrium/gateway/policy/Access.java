package dev.atrium.gateway.policy;

import dev.atrium.platform.identity.Caller;
import java.util.Optional;

/// Who may use a route.
///
/// @param scope what the credentials must allow; empty: any valid credentials will do
/// @param anonymous whether the route is also open to callers without credentials
/// @param asGuest whether those are guests there, each of a name, for what they leave behind
public record Access(Optional<String> scope, boolean anonymous, boolean asGuest) {

    /// What the policy says to a caller.
    public enum Decision {
        ALLOWED,
        /// Credentials are missing.
        UNAUTHENTICATED,
        /// Credentials are valid but lack the scope.
        FORBIDDEN
    }

    /// Everybody, with or without credentials.
    public static Access everyone() {
        return new Access(Optional.empty(), true, false);
    }

    /// Everybody with valid credentials.
    public static Access credentials() {
        return new Access(Optional.empty(), false, false);
    }

    /// Credentials with the scope.
    public static Access scope(String scope) {
        return new Access(Optional.of(scope), false, false);
    }

    /// The same, and callers without credentials.
    public Access orAnonymous() {
        return new Access(scope, true, false);
    }

    /// The same, and callers without credentials as guests.
    public Access orGuest() {
        return new Access(scope, true, true);
    }

    public Decision decide(Caller caller) {
        if (caller.isAnonymous()) {
            return anonymous ? Decision.ALLOWED : Decision.UNAUTHENTICATED;
        }
        return scope.isEmpty() || caller.may(scope.get()) ? Decision.ALLOWED : Decision.FORBIDDEN;
    }
}
