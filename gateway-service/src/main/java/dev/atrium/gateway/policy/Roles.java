package dev.atrium.gateway.policy;

import dev.atrium.platform.identity.Caller;

/// What roles within a tenant mean to the gateway. They come with access tokens; keys have none.
public final class Roles {

    private static final String ADMIN = "admin";

    private Roles() {}

    /// Whether the caller is an administrator of an organisation. The commons have none.
    public static boolean administers(Caller caller) {
        return caller.roles().contains(ADMIN) && !caller.tenant().equals(Anonymous.COMMONS);
    }
}
