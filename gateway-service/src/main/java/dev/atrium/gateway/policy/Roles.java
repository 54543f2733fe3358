package dev.atrium.gateway.policy;

import dev.atrium.platform.identity.Caller;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What roles within a tenant mean to the gateway. They come with access tokens; keys have none.
public final class Roles {

    private Roles() {}

    /// These roles, and that of an administrator.
    public static Set<String> withAdmin(Set<String> roles) {
        return Stream.concat(roles.stream(), Stream.of(Caller.ADMIN)).collect(Collectors.toUnmodifiableSet());
    }
}
