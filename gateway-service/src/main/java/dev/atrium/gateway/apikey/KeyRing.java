package dev.atrium.gateway.apikey;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.gateway.tenancy.Departed;
import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and shows keys. Each subject sees its own, and administrators those of their organisation.
@ApplicationScoped
class KeyRing {

    /// Stands for all members; no subject is called so.
    static final String EVERYBODY = "everybody";

    private final SecureRandom random = new SecureRandom();
    private final Tenancy tenancy;
    private final Audit audit;
    private final InstantSource clock;
    private final String prefix;

    KeyRing(Tenancy tenancy, Audit audit, InstantSource clock, ApiKeyConfig config) {
        this.tenancy = tenancy;
        this.audit = audit;
        this.clock = clock;
        this.prefix = config.prefix();
    }

    /// A new key for the maker, or for a new subject of its own if the maker is anonymous.
    ///
    /// @throws ProblemException `invalid-request` for an idempotency key without a maker that is known
    ///     again; `forbidden` for scopes that the maker does not have, and for a user whom the tenant has
    ///     let go; `conflict` if the same request has made a key before, which cannot be shown again;
    ///     `unprocessable` if another request with this idempotency key has
    Uni<ApiKey> create(Maker maker, NewKey wish, @Nullable String idempotencyKey) {
        if (maker.caller().isAnonymous() && idempotencyKey != null) {
            throw ProblemException.invalidParameter(
                    IdempotencyKey.HEADER, "needs credentials: a new identity is not known again");
        }
        UUID id = Ids.next();
        Instant now = Timestamps.now(clock);
        String key = KeyText.generate(prefix, random);
        Maker owner = maker.caller().isAnonymous() ? new Maker(newcomer(id, maker.caller()), null, null) : maker;
        ApiKeyRow row = new ApiKeyRow(id, KeyHash.of(key), owner.caller(), owner.scopes(wish.scopes()), now);
        row.label = wish.label();
        row.expiresAt = owner.expiry(wish.expiresAt(), now);
        row.idempotencyKey = idempotencyKey;
        return TenantTransactions.inTenant(
                        owner.caller().tenant(),
                        session -> Departed.demandPresent(session, owner.caller())
                                .chain(() -> session.persist(row))
                                .chain(() -> audit.done(
                                        session, owner.caller(), Deed.KEY_CREATE, id, Map.of("scopes", row.scopes))))
                .map(_ -> ApiKey.issued(row, key))
                .onFailure(UniqueIndex::refused)
                .recoverWithUni(() -> refuseRepetition(row));
    }

    /// Newest first.
    ///
    /// @param maker subject whose keys they are, or [#EVERYBODY]; null: the caller
    /// @throws ProblemException `forbidden` for keys of others, to who is no administrator of an
    ///     organisation
    Uni<Page<ApiKey>> list(Caller caller, @Nullable String maker, KeyFilter filter, PageRequest page) {
        String subject = maker == null ? caller.subject() : maker;
        if (!subject.equals(caller.subject()) && !caller.isAdmin()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only administrators of an organisation see the keys of others.");
        }
        UUID before = page.belowId();
        return TenantTransactions.inTenant(caller.tenant(), _ -> rows(subject, filter, before, page.limitPlusOne()))
                .map(rows -> rows.stream().map(ApiKey::listed).toList())
                .map(keys -> page.cut(keys, key -> key.id().toString()));
    }

    /// A key that the caller may see, also one that is revoked.
    Uni<Optional<ApiKey>> find(Caller caller, UUID id) {
        return TenantTransactions.inTenant(caller.tenant(), _ -> ApiKeyRow.seenBy(caller, id))
                .map(row -> Optional.ofNullable(row).map(ApiKey::listed));
    }

    private Uni<ApiKey> refuseRepetition(ApiKeyRow repeated) {
        return TenantTransactions.inTenant(
                        new TenantId(repeated.tenant),
                        _ -> ApiKeyRow.<ApiKeyRow>find(
                                        "subject = ?1 and idempotencyKey = ?2",
                                        repeated.subject,
                                        repeated.idempotencyKey)
                                .singleResult())
                .map(earlier -> {
                    throw repetition(earlier, repeated);
                });
    }

    private static ProblemException repetition(ApiKeyRow earlier, ApiKeyRow repeated) {
        return IdempotencyKey.toldOnce(earlier.isLike(repeated), "made the key " + earlier.id);
    }

    private Caller newcomer(UUID id, Caller anonymous) {
        return tenancy.place(
                new Caller("key:" + id, anonymous.tenant(), FriendlyHandle.generate(random), Set.of(), Scopes.OF_KEYS));
    }

    private Uni<List<ApiKeyRow>> rows(String subject, KeyFilter filter, UUID before, int most) {
        Map<String, Object> parameters = filter.parameters(Timestamps.now(clock));
        parameters.put("before", before);
        String whose = "";
        if (!subject.equals(EVERYBODY)) {
            parameters.put("subject", subject);
            whose = "subject = :subject and ";
        }
        return ApiKeyRow.<ApiKeyRow>find(
                        whose + "id < :before and " + filter.condition() + " order by id desc", parameters)
                .range(0, most - 1)
                .list();
    }
}
