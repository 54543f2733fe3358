package dev.atrium.gateway.policy;

import dev.atrium.platform.identity.Caller;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What roles within a tenant mean to the gateway. They come with access tokens; keys have none.
public final class Roles {

    private static final String ADMIN = "admin";

    private Roles() {}

    /// These roles, and that of an administrator.
    public static Set<String> withAdmin(Set<String> roles) {
        return Stream.concat(roles.stream(), Stream.of(ADMIN)).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether the caller is an administrator of an organisation. The commons have none.
    public static boolean administers(Caller caller) {
        return caller.roles().contains(ADMIN) && !caller.tenant().equals(Anonymous.COMMONS);
    }
}
