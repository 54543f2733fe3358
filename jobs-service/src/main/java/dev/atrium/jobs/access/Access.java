package dev.atrium.jobs.access;

import dev.atrium.platform.identity.Caller;
import org.jspecify.annotations.Nullable;

/// Within a tenant, callers see what runs on their own behalf; admins see everything.
public final class Access {

    private static final String ADMIN = "admin";

    private Access() {}

    /// The subject that a list is limited to; null: every subject.
    public static @Nullable String subject(Caller caller) {
        return caller.roles().contains(ADMIN) ? null : caller.subject();
    }

    /// Whether the caller may see what runs on behalf of the subject.
    public static boolean sees(Caller caller, String subject) {
        String limitedTo = subject(caller);
        return limitedTo == null || limitedTo.equals(subject);
    }
}
