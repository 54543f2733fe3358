package dev.atrium.media.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;

/// What the role of an administrator means here. Nobody is one of the commons, where those are who have nothing to do
/// with each other.
public final class Access {

    private static final String ADMIN = "admin";

    private Access() {}

    /// Whether the caller is an administrator of its tenant.
    public static boolean isAdmin(Caller caller) {
        return caller.roles().contains(ADMIN) && !caller.tenant().equals(TenantId.COMMONS);
    }

    /// @throws ProblemException `forbidden` unless the caller is an administrator of its tenant
    public static void requireAdmin(Caller caller) {
        if (!isAdmin(caller)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This needs the role '" + ADMIN + "'.");
        }
    }
}
