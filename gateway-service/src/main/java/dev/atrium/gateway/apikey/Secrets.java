package dev.atrium.gateway.apikey;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// Replaces and ends the secrets of keys. A key has one present secret, and former ones that still work
/// for a while: so an answer that was lost on its way ends nothing that is in use.
@ApplicationScoped
class Secrets {

    /// A bound on what can open a key.
    private static final int FORMER_MAX = 3;

    /// How long former secrets are kept behind their end, for gateways that ask late which sockets have
    /// to end.
    private static final Duration KEEP = Duration.ofDays(1);

    /// How long a rotation can be repeated with the secret that it replaced.
    private static final Duration TRY_AGAIN = Duration.ofMinutes(10);

    /// Who comes with a former secret may have stolen it: the owner's present one works on for so long, and
    /// no other ends sooner.
    private static final Duration AGAIN_OVERLAP_MIN = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private final KeyLookup lookup;
    private final Audit audit;
    private final InstantSource clock;
    private final String prefix;

    Secrets(KeyLookup lookup, Audit audit, InstantSource clock, ApiKeyConfig config) {
        this.lookup = lookup;
        this.audit = audit;
        this.clock = clock;
        this.prefix = config.prefix();
    }

    /// Gives a key of the maker a new secret.
    ///
    /// @param overlap how long the present secret, and former ones, still work at most; who comes with a
    ///     former secret ends no other
    /// @return empty if the maker has no such key
    /// @throws ProblemException `forbidden` if the key is worth more than the maker's own credentials;
    ///     `conflict` if it has ended, or too many former secrets of it work
    Uni<Optional<ApiKey>> rotate(Maker maker, UUID id, Duration overlap) {
        Instant now = Timestamps.now(clock);
        String secret = KeyText.generate(prefix, random);
        Map<String, ?> detail = Map.of("overlapSeconds", overlap.toSeconds());
        return TenantTransactions.inTenant(
                        maker.caller().tenant(),
                        session -> ApiKeyRow.lock(maker.caller(), id)
                                .chain(row -> row == null
                                        ? Changed.none()
                                        : rotate(maker, row, secret, now, overlap)
                                                .call(() -> audit.done(
                                                        session, maker.caller(), Deed.KEY_ROTATE, id, detail))))
                .invoke(changed -> changed.ifPresent(lookup::forget))
                .map(changed -> changed.map(c -> ApiKey.issued(c.row(), secret)));
    }

    /// Revokes a key with all its secrets; once more changes nothing.
    ///
    /// @return false if the caller sees no such key
    /// @throws ProblemException `forbidden` if it may not
    Uni<Boolean> revoke(Revoker revoker, UUID id) {
        Instant now = Timestamps.now(clock);
        Caller caller = revoker.caller();
        return TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> ApiKeyRow.lockSeenBy(caller, id)
                                .chain(row -> row == null
                                        ? Changed.none()
                                        : demandMayEnd(session, revoker, row)
                                                .chain(() -> revoke(session, revoker, row, now))))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(caller, Deed.KEY_REVOKE, id.toString()))
                .invoke(changed -> changed.ifPresent(lookup::forget))
                .map(Optional::isPresent);
    }

    private static Uni<Void> demandMayEnd(Mutiny.Session session, Revoker revoker, ApiKeyRow row) {
        if (revoker.owns(row)) {
            revoker.demandMayEndOwn(row.id);
            return Uni.createFrom().voidItem();
        }
        return MakersKeys.role(session, row.subject)
                .invoke(revoker::demandMayEndOf)
                .replaceWithVoid();
    }

    private static Uni<Optional<Changed>> rotate(
            Maker maker, ApiKeyRow row, String secret, Instant now, Duration overlap) {
        row.demandValidAt(now);
        return demandWorth(maker, row, now)
                .chain(former -> former
                        ? replace(row, secret, now, atLeast(AGAIN_OVERLAP_MIN, overlap))
                        : endFormer(row, now.plus(overlap)).chain(() -> replace(row, secret, now, overlap)));
    }

    private static Uni<Integer> endFormer(ApiKeyRow row, Instant until) {
        row.formerUntil = null;
        return FormerSecretRow.update(
                "validUntil = :until where keyId = :key and validUntil > :until",
                Map.of("until", until, "key", row.id));
    }

    private static Uni<Optional<Changed>> replace(ApiKeyRow row, String secret, Instant now, Duration overlap) {
        Instant until = now.plus(overlap);
        FormerSecretRow present = new FormerSecretRow(row, now, until);
        return FormerSecretRow.delete("keyId = ?1 and validUntil < ?2", row.id, now.minus(KEEP))
                // With no overlap they have all just ended.
                .chain(() -> overlap.isZero() ? Uni.createFrom().item(0L) : working(row, now))
                .invoke(Secrets::demandRoom)
                .chain(() -> present.persist())
                .chain(() -> Changed.of(row))
                .invoke(() -> {
                    row.keyHash = KeyHash.of(secret).hex();
                    row.rotatedAt = now;
                    Instant others = row.formerUntil;
                    row.formerUntil = others != null && others.isAfter(until) ? others : until;
                });
    }

    private static Uni<Long> working(ApiKeyRow row, Instant now) {
        return FormerSecretRow.count("keyId = ?1 and validUntil > ?2", row.id, now);
    }

    /// Who comes with a secret that was replaced a moment ago, perhaps without having got the new one,
    /// may try again; else a former secret ends before the key, and so gets no secret that lasts as
    /// long.
    ///
    /// @return whether the maker comes with a former secret of the key
    private static Uni<Boolean> demandWorth(Maker maker, ApiKeyRow row, Instant now) {
        String own = maker.key() == null ? "" : maker.key().hex();
        return FormerSecretRow.<FormerSecretRow>find("keyId = ?1 and keyHash = ?2", row.id, own)
                .firstResult()
                .map(former -> {
                    if (former == null || !former.replacedAt.isAfter(now.minus(TRY_AGAIN))) {
                        maker.demandMayMake(row.scopeSet(), row.expiresAt);
                    }
                    return former != null;
                });
    }

    private static Duration atLeast(Duration least, Duration wished) {
        return wished.compareTo(least) < 0 ? least : wished;
    }

    private Uni<Optional<Changed>> revoke(Mutiny.Session session, Revoker revoker, ApiKeyRow row, Instant now) {
        if (row.revokedAt != null) {
            return Changed.of(row);
        }
        row.revokedAt = now;
        Map<String, ?> detail = revoker.owns(row) ? Map.of() : Map.of("owner", row.subject);
        return Changed.of(row).call(() -> audit.done(session, revoker.caller(), Deed.KEY_REVOKE, row.id, detail));
    }

    private static void demandRoom(long working) {
        if (working >= FORMER_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    working + " former secrets of this key still work; let some end, or rotate with overlapSeconds 0.");
        }
    }
}
