package dev.atrium.gateway.webhook;

import dev.atrium.gateway.policy.Anonymous;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Json;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `webhook_sources`.
@Entity
@Table(name = "webhook_sources")
class SourceRow extends PanacheEntityBase {

    @Id
    UUID id;

    String tenant;
    String name;
    String scheme;
    String type;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    /// By which a repeated request of the same creator is known.
    @Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    /// A [SourceAction] as JSON; null: nothing is done.
    @Nullable
    String action;

    /// Who has said so; null where nothing is done.
    @Column(name = "action_by")
    @Nullable
    String actionBy;

    @Column(name = "action_handle")
    @Nullable
    String actionHandle;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    SourceRow() {}

    SourceRow(UUID id, Caller creator, NewSource wish, @Nullable String idempotencyKey, Instant createdAt) {
        this.id = id;
        this.tenant = creator.tenant().value();
        this.name = wish.name();
        this.scheme = wish.scheme().name();
        this.type = wish.typeOrGeneric().name();
        this.createdBy = creator.subject();
        this.idempotencyKey = idempotencyKey;
        this.createdAt = createdAt;
        if (wish.action() != null) {
            act(creator, wish.action());
        }
    }

    /// Says what is done from now on, on behalf of who says so.
    ///
    /// @throws ProblemException `invalid-request` if nothing can be done with deliveries of the source's
    ///     type
    void act(Caller caller, SourceAction wish) {
        if (wish.isAny() && !type.equals(SourceType.GENERIC.name())) {
            throw ProblemException.invalidProperty("/action", "is for sources of the type 'generic'");
        }
        action = wish.isAny() ? Json.write(wish) : null;
        actionBy = wish.isAny() ? caller.subject() : null;
        actionHandle = wish.isAny() ? caller.handle() : null;
    }

    @Nullable
    SourceAction action() {
        return action == null ? null : Json.read(action, SourceAction.class);
    }

    /// The caller's sources from there on, newest first. An organisation's sources are those of all its
    /// members; in `commons`, where strangers meet, one has those that one registered oneself.
    static PanacheQuery<SourceRow> of(Caller caller, UUID before) {
        return ofAll(caller)
                ? find("id < ?1 order by id desc", before)
                : find("id < ?1 and createdBy = ?2 order by id desc", before, caller.subject());
    }

    /// Whose sources [#of] gives.
    static String whose(Caller caller) {
        return ofAll(caller) ? caller.tenant().value() : caller.tenant().value() + ":" + caller.subject();
    }

    /// One of the caller's sources.
    static PanacheQuery<SourceRow> one(Caller caller, UUID id) {
        return ofAll(caller) ? find("id", id) : find("id = ?1 and createdBy = ?2", id, caller.subject());
    }

    /// An organisation's source concerns all its members; so only administrators change what others made.
    ///
    /// @throws ProblemException `forbidden` if the caller may not replace its secret, or remove it
    void demandMayChange(Caller caller) {
        if (!createdBy.equals(caller.subject()) && !caller.isAdmin()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "Only an administrator, or who registered this source, may change or remove it.");
        }
    }

    boolean isLike(SourceRow other) {
        return name.equals(other.name)
                && scheme.equals(other.scheme)
                && type.equals(other.type)
                && Objects.equals(action, other.action);
    }

    private static boolean ofAll(Caller caller) {
        return !caller.tenant().equals(Anonymous.COMMONS);
    }
}
