package dev.atrium.room.personal;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;

/// Somebody, as a member of a tenant.
public record Person(TenantId tenant, String subject) {

    public static Person of(Caller caller) {
        return new Person(caller.tenant(), caller.subject());
    }
}
