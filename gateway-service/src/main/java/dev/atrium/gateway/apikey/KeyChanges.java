package dev.atrium.gateway.apikey;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/// Changes keys: what they are called, and that they are good for less. That holds at all gateways
/// within a second, and what such a key had opened ends, to be opened again by who still may.
@ApplicationScoped
class KeyChanges {

    private final KeyLookup lookup;
    private final Audit audit;
    private final InstantSource clock;

    KeyChanges(KeyLookup lookup, Audit audit, InstantSource clock) {
        this.lookup = lookup;
        this.audit = audit;
        this.clock = clock;
    }

    /// @return the key as it is now; empty if the maker has no such key
    /// @throws ProblemException `invalid-request` for what would not be less; `conflict` for a key that
    ///     has ended; `forbidden` for who enables a key that is worth more than its own credentials
    Uni<Optional<ApiKey>> change(Maker maker, UUID id, KeyChange change) {
        Instant now = Timestamps.now(clock);
        return TenantTransactions.inTenant(
                        maker.caller().tenant(),
                        session -> ApiKeyRow.lock(maker.caller(), id)
                                .chain(row -> row == null ? Changed.none() : apply(session, maker, row, change, now)))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(maker.caller(), Deed.KEY_CHANGE, id.toString()))
                .invoke(changed -> changed.ifPresent(lookup::forget))
                .map(changed -> changed.map(key -> ApiKey.listed(key.row())));
    }

    private Uni<Optional<Changed>> apply(
            Mutiny.Session session, Maker maker, ApiKeyRow row, KeyChange change, Instant now) {
        apply(maker, row, change, now);
        Map<String, ?> detail = Map.of("changed", change.changed(), "scopes", row.scopes);
        return Changed.of(row).call(() -> audit.done(session, maker.caller(), Deed.KEY_CHANGE, row.id, detail));
    }

    private static void apply(Maker maker, ApiKeyRow row, KeyChange change, Instant now) {
        if (change.concernsUse()) {
            row.demandValidAt(now);
        }
        if (change.label() != null) {
            row.label = change.label();
        }
        if (change.scopes() != null) {
            row.scopes = String.join(" ", Scopes.sorted(change.narrowed(row.scopeSet())));
        }
        row.expiresAt = change.shortened(row.expiresAt, now);
        if (change.enabled() != null) {
            enable(maker, row, change.enabled(), now);
        }
    }

    private static void enable(Maker maker, ApiKeyRow row, boolean enabled, Instant now) {
        if (!enabled && row.disabledAt == null) {
            row.disabledAt = now;
        } else if (enabled && row.disabledAt != null) {
            maker.demandMayMake(row.scopeSet(), row.expiresAt);
            row.disabledAt = null;
        }
    }
}
