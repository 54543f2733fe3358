package dev.atrium.jobs.access;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Within a tenant, callers see what runs on their own behalf; admins see everything. Nobody is an admin of
/// the commons, where those are who have nothing to do with each other.
public final class Access {

    private Access() {}

    /// The subject that a list is limited to; null: every subject.
    public static @Nullable String subject(Caller caller) {
        return caller.isAdmin() ? null : caller.subject();
    }

    /// @throws ProblemException `forbidden` unless the caller is an admin of the tenant
    public static void requireAdmin(Caller caller) {
        if (!caller.isAdmin()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This needs the role '" + Caller.ADMIN + "'.");
        }
    }

    /// @param what asks for them, at the beginning of a sentence
    /// @throws ProblemException `forbidden` unless the caller's credentials have all these scopes
    public static void requireScopes(Caller caller, String what, List<String> scopes) {
        for (String scope : scopes) {
            if (!caller.may(scope)) {
                throw new ProblemException(ProblemType.FORBIDDEN, what + " needs the scope '" + scope + "' as well.");
            }
        }
    }

    /// Whether the caller may see what runs on behalf of the subject.
    public static boolean sees(Caller caller, String subject) {
        String limitedTo = subject(caller);
        return limitedTo == null || limitedTo.equals(subject);
    }
}
