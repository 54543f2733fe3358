package dev.atrium.jobs.lane;

import dev.atrium.platform.identity.TenantId;

/// Who takes turns in a lane and has a share of its places: a tenant; in the commons, whose people have
/// nothing to do with each other, each of them.
public final class Party {

    /// As SQL: the party of an execution, also of one that was added by a node that knew tenants only.
    static final String SQL = "coalesce(party, split_part(task_instance, '/', 1))";

    private Party() {}

    /// @param subject on whose behalf something is done
    public static String of(TenantId tenant, String subject) {
        return tenant.equals(TenantId.COMMONS) ? tenant + "/" + subject : tenant.value();
    }
}
