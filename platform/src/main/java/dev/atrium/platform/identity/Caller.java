package dev.atrium.platform.identity;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The principal on whose behalf a request runs, as the gateway established it (GW-5).
///
/// @param subject stable id: `user:<id>`, `key:<id>`, or [#ANONYMOUS]; `guest:<id>`, stable for a day, of somebody
///     without credentials who posts
/// @param tenant the tenant whose data the request may touch, and no other
/// @param handle the name that others see
/// @param roles roles within the tenant
/// @param scopes what the credential allows, for example `rooms:write`
/// @param expiresAt when the credential ends that the principal came with, and with it what the principal keeps open;
///     null: never
public record Caller(
        String subject,
        TenantId tenant,
        String handle,
        Set<String> roles,
        Set<String> scopes,
        @Nullable Instant expiresAt) {

    /// Subject of a caller without any credential.
    public static final String ANONYMOUS = "anonymous";

    /// The role of an administrator.
    public static final String ADMIN = "admin";

    /// What the subjects of guests begin with.
    public static final String GUEST = "guest:";

    public Caller {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /// A principal whose credential does not end.
    public Caller(String subject, TenantId tenant, String handle, Set<String> roles, Set<String> scopes) {
        this(subject, tenant, handle, roles, scopes, null);
    }

    public boolean isAnonymous() {
        return subject.equals(ANONYMOUS);
    }

    /// Whether a subject is a guest's, who comes back as somebody else and has nothing of its own.
    public static boolean isGuest(String subject) {
        return subject.startsWith(GUEST);
    }

    /// Whether the caller is an administrator of an organisation. The commons, where those are who have nothing
    /// to do with each other, have none.
    public boolean isAdmin() {
        return roles.contains(ADMIN) && !tenant.equals(TenantId.COMMONS);
    }

    public boolean may(String scope) {
        return scopes.contains(scope);
    }

    /// Who it is tells callers apart well enough: adding up all scopes for each look-up of a token costs more than the
    /// look-up.
    @Override
    public int hashCode() {
        return 31 * tenant.hashCode() + subject.hashCode();
    }

    public Actor actor() {
        return new Actor(subject, handle);
    }
}
