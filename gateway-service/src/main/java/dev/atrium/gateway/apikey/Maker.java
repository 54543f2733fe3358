package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who makes keys: no key, and no new secret of one, allows more or lasts longer than what it was made
/// with.
///
/// @param key what the caller came with; null if it was no key
/// @param until when that ends; null: never
record Maker(Caller caller, @Nullable KeyHash key, @Nullable Instant until) {

    private static final int YEARS_MAX = 10;

    /// What a new key allows.
    ///
    /// @param wanted null: all that the maker may and a key can have, but outside of an organisation not to
    ///     change organisations: such a key would act in all of its maker's, and nobody there sees it
    /// @throws ProblemException `forbidden` for scopes that the maker does not have
    Set<String> scopes(@Nullable Set<String> wanted) {
        if (wanted == null) {
            Set<String> all = new TreeSet<>(Scopes.ofKey(caller.scopes()));
            if (caller.tenant().equals(TenantId.COMMONS)) {
                all.remove(Scopes.ORGANISATIONS_WRITE);
            }
            return all;
        }
        if (!Scopes.OF_KEYS.containsAll(wanted)) {
            throw ProblemException.invalidProperty(
                    "/scopes",
                    "names a scope that no key can have; there are " + String.join(" ", Scopes.sorted(Scopes.OF_KEYS)));
        }
        demandScopes(wanted);
        return wanted;
    }

    /// When a new key ends; null: never.
    ///
    /// @throws ProblemException `invalid-request` for a time that has passed or is too far away
    @Nullable
    Instant expiry(@Nullable Instant wanted, Instant now) {
        if (wanted == null) {
            return until;
        }
        if (!wanted.isAfter(now) || wanted.isAfter(latestEnd(now))) {
            throw ProblemException.invalidProperty("/expiresAt", "must lie within the next ten years");
        }
        return until != null && until.isBefore(wanted) ? until : wanted.truncatedTo(ChronoUnit.MILLIS);
    }

    /// The latest time at which a key may be told to end.
    static Instant latestEnd(Instant now) {
        return now.atOffset(ZoneOffset.UTC).plusYears(YEARS_MAX).toInstant();
    }

    /// A new secret is worth what the key is worth, and so is a key that is enabled again: only who may
    /// make such a key may have it.
    ///
    /// @param scopes of the key
    /// @param expiresAt of the key; null: never
    /// @throws ProblemException `forbidden` if the key allows more or lasts longer than the maker's own
    ///     credentials
    void demandMayMake(Set<String> scopes, @Nullable Instant expiresAt) {
        demandScopes(scopes);
        if (until != null && (expiresAt == null || expiresAt.isAfter(until))) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Your own key ends before this one, so it can neither get a new secret for it nor enable it.");
        }
    }

    private void demandScopes(Set<String> scopes) {
        Set<String> missing = new TreeSet<>(scopes);
        missing.removeAll(caller.scopes());
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Your credentials do not have these scopes themselves: " + String.join(" ", missing) + ".");
        }
    }
}
