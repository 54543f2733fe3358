package dev.atrium.gateway.policy;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.Optional;

/// Who may use a route.
///
/// @param scope what the credentials must allow, if there are any; empty: none is asked for
/// @param who who it must be
/// @param asGuest whether those without credentials are guests there, each of a name, for what they leave behind
public record Access(Optional<String> scope, Who who, boolean asGuest) {

    /// Who it must be at least.
    public enum Who {
        /// With or without credentials.
        ANYBODY("everybody"),
        /// Who has valid credentials, keys among them that were made without signing in.
        KNOWN("whoever has credentials"),
        /// Who signed in, also by a key.
        SIGNED_IN("people who signed in"),
        /// Who signed in, in an organisation.
        MEMBER("members of an organisation"),
        /// Who has that role in an organisation: in person, because keys have no roles.
        ADMIN("administrators of an organisation");

        private final String people;

        Who(String people) {
            this.people = people;
        }

        /// @param caller with credentials
        boolean admits(Caller caller) {
            return switch (this) {
                case ANYBODY, KNOWN -> true;
                case SIGNED_IN -> isSignedIn(caller);
                case MEMBER -> isSignedIn(caller) && !caller.tenant().equals(TenantId.COMMONS);
                case ADMIN -> caller.isAdmin();
            };
        }

        private static boolean isSignedIn(Caller caller) {
            return caller.subject().startsWith("user:");
        }
    }

    /// What the policy says to a caller.
    public enum Decision {
        ALLOWED,
        /// Credentials are missing.
        UNAUTHENTICATED,
        /// Credentials are valid but not enough.
        FORBIDDEN
    }

    /// Everybody, with or without credentials.
    public static Access everyone() {
        return new Access(Optional.empty(), Who.ANYBODY, false);
    }

    /// Everybody with valid credentials.
    public static Access credentials() {
        return new Access(Optional.empty(), Who.KNOWN, false);
    }

    /// Credentials with the scope.
    public static Access scope(String scope) {
        return new Access(Optional.of(scope), Who.KNOWN, false);
    }

    /// The same, and callers without credentials.
    public Access orAnonymous() {
        return new Access(scope, Who.ANYBODY, false);
    }

    /// The same, and callers without credentials as guests.
    public Access orGuest() {
        return new Access(scope, Who.ANYBODY, true);
    }

    /// These, and nobody else, whatever their scopes.
    public static Access only(Who who) {
        return new Access(Optional.empty(), who, false);
    }

    /// Whether the route is also open to callers without credentials.
    public boolean anonymous() {
        return who == Who.ANYBODY;
    }

    public Decision decide(Caller caller) {
        if (caller.isAnonymous()) {
            return anonymous() ? Decision.ALLOWED : Decision.UNAUTHENTICATED;
        }
        boolean enough = who.admits(caller) && (scope.isEmpty() || caller.may(scope.get()));
        return enough ? Decision.ALLOWED : Decision.FORBIDDEN;
    }

    /// What is said to callers whose credentials are not enough.
    public String refusal() {
        return scope.map(wanted -> "Your credentials do not have the scope '" + wanted + "'.")
                .orElseGet(() -> "This is for " + who.people + ".");
    }
}
