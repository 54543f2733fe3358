package dev.atrium.gateway.webhook;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.seal.Seal;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// Registers the sources of webhooks, and replaces their secrets.
@ApplicationScoped
class Sources {

    /// A bound on what one tenant, or one stranger, can fill.
    private static final int SOURCES_MAX = 100;

    /// A bound on what has to be tried for each delivery.
    private static final int FORMER_MAX = 3;

    private static final String LOCK =
            "select cast(pg_advisory_xact_lock(hashtextextended('webhook-sources:' || ?1, 0)) as text)";

    private final Seal seal;
    private final SourceLookup lookup;
    private final Audit audit;
    private final Operator operator;
    private final InstantSource clock;

    Sources(Seal seal, SourceLookup lookup, Audit audit, Operator operator, InstantSource clock) {
        this.operator = operator;
        this.audit = audit;
        this.seal = seal;
        this.lookup = lookup;
        this.clock = clock;
    }

    /// A secret and whether it was made here, so that it has to be told.
    private record Secret(String text, boolean made) {

        static Secret of(Scheme scheme, @Nullable String given) {
            if (given == null) {
                return scheme.signature()
                        .newSecret()
                        .map(text -> new Secret(text, true))
                        .orElseThrow(() -> ProblemException.invalidProperty(
                                "/secret", "is missing; sources of this scheme make it themselves"));
            }
            if (!scheme.signature().isSecret(given)) {
                throw ProblemException.invalidProperty(
                        "/secret", scheme.signature().form());
            }
            return new Secret(given, false);
        }

        @Nullable
        String shown() {
            return made ? text : null;
        }

        @Override
        public String toString() {
            return "Secret";
        }
    }

    /// @throws ProblemException `invalid-request` for a secret that does not fit the scheme; `conflict`
    ///     if there are too many sources, or the same request has registered one before;
    ///     `unprocessable` if another request with this idempotency key has; `forbidden` for a source
    ///     of users unless the caller is an administrator, for one of payments unless an operator's
    Uni<Source> register(Caller caller, NewSource wish, @Nullable String idempotencyKey) {
        demandMayRegister(caller, wish.typeOrGeneric());
        Secret secret = Secret.of(wish.scheme(), wish.secret());
        SourceRow source = new SourceRow(Ids.next(), caller, wish, idempotencyKey, Timestamps.now(clock));
        SecretRow present = new SecretRow(source, seal.close(secret.text(), place(source.id)));
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> lock(session, caller)
                                .chain(() -> refuseRepetition(source))
                                .chain(() -> SourceRow.of(caller, PageRequest.LAST_ID)
                                        .count())
                                .invoke(Sources::demandRoom)
                                .chain(() -> session.persist(source))
                                .chain(session::flush)
                                .chain(() -> session.persist(present))
                                .chain(() -> audit.done(
                                        session,
                                        caller,
                                        Deed.WEBHOOK_SOURCE_CREATE,
                                        source.id,
                                        Map.of("scheme", source.scheme, "type", source.type))))
                .map(_ -> Source.of(source, secret.shown()))
                .onFailure(UniqueIndex::refused)
                .recoverWithUni(refused -> TenantTransactions.inTenant(caller.tenant(), _ -> refuseRepetition(source))
                        .chain(() -> Uni.createFrom().failure(refused)));
    }

    /// Who counts the same sources waits until this transaction has ended.
    private static Uni<String> lock(Mutiny.Session session, Caller caller) {
        return session.createNativeQuery(LOCK, String.class)
                .setParameter(1, SourceRow.whose(caller))
                .getSingleResult();
    }

    private void demandMayRegister(Caller caller, SourceType type) {
        if (type == SourceType.AUTH && !caller.isAdmin()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Only an administrator of an organisation registers a source of its users.");
        }
        // What it tells gives plans to tenants; of anybody else it would have no effect.
        if (type == SourceType.PAYMENT && !operator.administers(caller)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Only an administrator of the organisation that runs this installation registers a source of payments.");
        }
    }

    /// Newest first.
    Uni<Page<Source>> list(Caller caller, PageRequest page) {
        UUID before = page.belowId();
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        _ -> SourceRow.of(caller, before).range(0, page.limit()).list())
                .map(rows -> rows.stream().map(Source::listed).toList())
                .map(sources -> page.cut(sources, source -> source.id().toString()));
    }

    Uni<Optional<Source>> find(Caller caller, UUID id) {
        return TenantTransactions.inTenant(
                        caller.tenant(), _ -> SourceRow.one(caller, id).firstResult())
                .map(row -> Optional.ofNullable(row).map(Source::listed));
    }

    /// Gives a source another secret; former ones fit for a while.
    ///
    /// @return empty if the caller has no such source
    /// @throws ProblemException `forbidden` if the source is a colleague's, or one that the caller may not
    ///     register any more; `conflict` if too many former secrets fit
    Uni<Optional<Source>> rotate(Caller caller, UUID id, NewSecret wish) {
        Map<String, ?> detail = Map.of("overlapSeconds", wish.overlap().toSeconds());
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> SourceRow.one(caller, id)
                                .withLock(LockModeType.PESSIMISTIC_WRITE)
                                .firstResult()
                                .chain(row -> row == null
                                        ? Uni.createFrom().item(Optional.<Source>empty())
                                        : replace(caller, row, wish)
                                                .call(() -> audit.done(
                                                        session, caller, Deed.WEBHOOK_SOURCE_ROTATE, id, detail))
                                                .map(Optional::of)))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(caller, Deed.WEBHOOK_SOURCE_ROTATE, id.toString()))
                .invoke(() -> lookup.forget(id));
    }

    /// @return false if the caller has no such source
    /// @throws ProblemException `forbidden` if the source is a colleague's
    Uni<Boolean> remove(Caller caller, UUID id) {
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> SourceRow.one(caller, id)
                                .firstResult()
                                .chain(row ->
                                        row == null ? Uni.createFrom().item(false) : remove(session, caller, row)))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(caller, Deed.WEBHOOK_SOURCE_REMOVE, id.toString()))
                .invoke(() -> lookup.forget(id));
    }

    private Uni<Boolean> remove(Mutiny.Session session, Caller caller, SourceRow source) {
        source.demandMayChange(caller);
        return session.remove(source)
                .chain(() -> audit.done(session, caller, Deed.WEBHOOK_SOURCE_REMOVE, source.id, Map.of()))
                .replaceWith(true);
    }

    private Uni<Source> replace(Caller caller, SourceRow source, NewSecret wish) {
        source.demandMayChange(caller);
        // Who has a secret speaks for the source.
        demandMayRegister(caller, SourceType.valueOf(source.type));
        Secret secret = Secret.of(Scheme.valueOf(source.scheme), wish.secret());
        SecretRow present = new SecretRow(source, seal.close(secret.text(), place(source.id)));
        Instant now = Timestamps.now(clock);
        Instant until = now.plus(wish.overlap());
        return SecretRow.delete("sourceId = ?1 and validUntil < ?2", source.id, now)
                .chain(() -> SecretRow.update(
                        "validUntil = :until where sourceId = :source and (validUntil is null or validUntil > :until)",
                        Map.of("until", until, "source", source.id)))
                .chain(() -> SecretRow.count("sourceId = ?1 and validUntil > ?2", source.id, now))
                .invoke(Sources::demandFew)
                .chain(() -> present.persist())
                .map(_ -> Source.of(source, secret.shown()));
    }

    private static void demandRoom(long registered) {
        if (registered >= SOURCES_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "There are " + registered + " sources; remove one before you register more.");
        }
    }

    private static void demandFew(long former) {
        if (former > FORMER_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Too many former secrets of this source still fit; let some end, or rotate with overlapSeconds 0.");
        }
    }

    /// Fails if the same request, or another with its idempotency key, has registered a source.
    private static Uni<Void> refuseRepetition(SourceRow repeated) {
        if (repeated.idempotencyKey == null) {
            return Uni.createFrom().voidItem();
        }
        return SourceRow.<SourceRow>find(
                        "createdBy = ?1 and idempotencyKey = ?2", repeated.createdBy, repeated.idempotencyKey)
                .firstResult()
                .invoke(earlier -> {
                    if (earlier != null) {
                        throw repetition(earlier, repeated);
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException repetition(SourceRow earlier, SourceRow repeated) {
        return IdempotencyKey.toldOnce(earlier.isLike(repeated), "registered the source " + earlier.id);
    }

    /// Where a secret of the source is stored.
    static String place(UUID source) {
        return "webhook-source:" + source;
    }
}
