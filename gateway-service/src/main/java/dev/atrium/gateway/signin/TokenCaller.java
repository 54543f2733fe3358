package dev.atrium.gateway.signin;

import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a [Caller] from claims of the identity provider.
final class TokenCaller {

    /// What the subjects of users begin with here.
    static final String SUBJECT_PREFIX = "user:";

    private static final int MAX_SUBJECT = 200;
    private static final int MAX_HANDLE = 64;
    private static final Pattern NOT_IN_HANDLE = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}]");

    private TokenCaller() {}

    /// @param subject the claim `sub`
    /// @param name the handle claim, if there is one
    /// @param organisation the organisation claim, if there is one
    /// @param expiresAt the claim `exp`
    /// @throws ProblemException `unauthenticated` if the token cannot stand for a caller of ours
    static Caller of(
            @Nullable String subject,
            @Nullable Object name,
            @Nullable Object organisation,
            Set<String> roles,
            Instant expiresAt) {
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT) {
            throw refused("The access token has no usable subject.");
        }
        return new Caller(
                SUBJECT_PREFIX + subject,
                tenant(names(organisation)),
                handle(subject, name),
                roles,
                Scopes.ALL,
                expiresAt);
    }

    private static TenantId tenant(List<String> organisations) {
        if (organisations.isEmpty()) {
            return Anonymous.COMMONS;
        }
        if (organisations.size() > 1) {
            throw refused("The access token names several organisations; ask for one that names the one to work in.");
        }
        try {
            return new TenantId(organisations.getFirst());
        } catch (IllegalArgumentException e) {
            throw refused("The access token names an organisation that cannot be a tenant here.");
        }
    }

    private static List<String> names(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case Map<?, ?> byName ->
                byName.keySet().stream().map(String::valueOf).toList();
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            default -> List.of(claim.toString());
        };
    }

    private static String handle(String subject, @Nullable Object name) {
        String handle = name == null
                ? ""
                : NOT_IN_HANDLE.matcher(name.toString()).replaceAll("").strip();
        if (handle.isEmpty()) {
            handle = "user-" + Integer.toHexString(subject.hashCode());
        }
        return handle.substring(0, Math.min(handle.length(), MAX_HANDLE));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail);
    }
}
