package dev.atrium.gateway.apikey;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes, lists and revokes keys.
@ApplicationScoped
class KeyRing {

    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final SecureRandom random = new SecureRandom();
    private final KeyLookup lookup;
    private final InstantSource clock;
    private final String prefix;

    KeyRing(KeyLookup lookup, InstantSource clock, ApiKeyConfig config) {
        this.lookup = lookup;
        this.clock = clock;
        this.prefix = config.prefix();
    }

    /// A new key for the caller, or for a new subject of its own if the caller is anonymous.
    ///
    /// @param outlive until when the caller's own key is valid, which the new one may not outlive; null: forever
    /// @throws ProblemException `forbidden` for scopes that the caller does not have
    Uni<ApiKey> create(Caller caller, @Nullable Instant outlive, NewKey wish) {
        UUID id = Ids.next();
        Caller owner = caller.isAnonymous() ? newcomer(id, caller) : caller;
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String key = KeyText.generate(prefix, random);
        ApiKeyRow row = new ApiKeyRow(id, KeyHash.of(key), owner, scopes(owner, wish.scopes()), now);
        row.label = wish.label();
        row.expiresAt = expiry(now, outlive, wish.expiresInDays());
        return TenantTransactions.inTenant(owner.tenant(), session -> session.persist(row))
                .map(_ -> ApiKey.created(row, key));
    }

    /// The caller's keys that are not revoked, newest first.
    Uni<Page<ApiKey>> list(Caller caller, PageRequest page) {
        UUID before = page.after(UUID::fromString).orElse(AFTER_ALL);
        return TenantTransactions.inTenant(caller.tenant(), _ -> rows(caller, before, page.limitPlusOne()))
                .map(rows -> rows.stream().map(ApiKey::listed).toList())
                .map(keys -> page.cut(keys, key -> key.id().toString()));
    }

    /// Revokes a key of the caller.
    ///
    /// @return false if there is no such key of the caller, or no longer
    Uni<Boolean> revoke(Caller caller, UUID id) {
        return TenantTransactions.inTenant(
                        caller.tenant(), _ -> mine(caller, id).invoke(this::markRevoked))
                .invoke(this::forget)
                .map(row -> row != null);
    }

    private void markRevoked(@Nullable ApiKeyRow row) {
        if (row != null) {
            row.revokedAt = clock.instant();
        }
    }

    private void forget(@Nullable ApiKeyRow row) {
        if (row != null) {
            lookup.forget(new KeyHash(row.keyHash));
        }
    }

    private Caller newcomer(UUID id, Caller anonymous) {
        return new Caller("key:" + id, anonymous.tenant(), FriendlyHandle.generate(random), Set.of(), Scopes.ALL);
    }

    private static Set<String> scopes(Caller owner, @Nullable Set<String> wanted) {
        if (wanted == null) {
            return owner.scopes();
        }
        Set<String> unknown = without(wanted, Scopes.ALL);
        if (!unknown.isEmpty()) {
            String detail = "not known; known are " + String.join(" ", Scopes.sorted(Scopes.ALL));
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "There is a scope that does not exist.",
                    List.of(Problem.Fault.inBody("/scopes", detail)),
                    null);
        }
        Set<String> missing = without(wanted, owner.scopes());
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Your credentials do not have these scopes themselves: " + String.join(" ", missing) + ".");
        }
        return wanted;
    }

    private static Set<String> without(Set<String> scopes, Set<String> others) {
        Set<String> rest = new TreeSet<>(scopes);
        rest.removeAll(others);
        return rest;
    }

    private static @Nullable Instant expiry(Instant now, @Nullable Instant outlive, @Nullable Integer days) {
        if (days == null) {
            return outlive;
        }
        Instant wanted = now.plus(Duration.ofDays(days));
        return outlive != null && outlive.isBefore(wanted) ? outlive : wanted;
    }

    private static Uni<List<ApiKeyRow>> rows(Caller caller, UUID before, int most) {
        return ApiKeyRow.<ApiKeyRow>find(
                        "subject = ?1 and revokedAt is null and id < ?2 order by id desc", caller.subject(), before)
                .range(0, most - 1)
                .list();
    }

    private static Uni<@Nullable ApiKeyRow> mine(Caller caller, UUID id) {
        return ApiKeyRow.<ApiKeyRow>find("id = ?1 and subject = ?2 and revokedAt is null", id, caller.subject())
                .firstResult();
    }
}
