package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/// What concerns one person in all organisations, each of which is a tenant of its own.
@ApplicationScoped
class OwnOrganisations {

    private static final String LIST = "select id, name, slug, role, created_at from organisations_of($1, $2, $3)";
    private static final String OWNED = "select owned_organisations(?1)";
    private static final String MADE = "select organisation_made_by($1, $2) as id";
    private static final String MADE_BEFORE = "select coalesce(cast(organisation_made_by(?1, ?2) as text), '')";

    /// One request of a subject behind the other: who comes second waits until the first has committed.
    private static final String LOCK =
            "select cast(pg_advisory_xact_lock(hashtextextended('organisations:' || ?1, 0)) as text)";

    private final Pool pool;
    private final Tenancy tenancy;
    private final int ownedMax;

    OwnOrganisations(Pool pool, Tenancy tenancy, OrganisationConfig config) {
        this.pool = pool;
        this.tenancy = tenancy;
        this.ownedMax = config.ownedMax();
    }

    /// Those that the subject is a member of, newest first.
    Uni<Page<Organisation>> list(String subject, PageRequest page) {
        UUID before = page.belowId();
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(subject, before, page.limitPlusOne()))
                .map(OwnOrganisations::organisations)
                .map(found -> page.cut(found, organisation -> organisation.id().toString()));
    }

    /// @throws ProblemException `forbidden` where there are none
    void demandOrganisations() {
        if (!tenancy.hasOrganisations()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This installation has no organisations.");
        }
    }

    /// The organisation that this request of the subject has made before, empty if it has made none; in
    /// the session's transaction, until whose end other requests of the subject wait here.
    Uni<Optional<UUID>> madeBefore(Mutiny.Session session, String subject, @Nullable String idempotencyKey) {
        return session.createNativeQuery(LOCK, String.class)
                .setParameter(1, subject)
                .getSingleResult()
                .chain(() -> idempotencyKey == null
                        ? Uni.createFrom().item("")
                        : session.createNativeQuery(MADE_BEFORE, String.class)
                                .setParameter(1, subject)
                                .setParameter(2, idempotencyKey)
                                .getSingleResult())
                .map(id -> id.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(id)));
    }

    /// Behind [#madeBefore]: fails with a problem `conflict` if the subject owns as many as one may.
    Uni<Void> demandRoom(Mutiny.Session session, String subject) {
        return session.createNativeQuery(OWNED, Long.class)
                .setParameter(1, subject)
                .getSingleResult()
                .invoke(this::demandFewer)
                .replaceWithVoid();
    }

    /// The organisation that this request of the subject has made; empty if it has made none.
    Uni<Optional<UUID>> madeBy(String subject, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return pool.preparedQuery(MADE)
                .execute(Tuple.of(subject, idempotencyKey))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getUUID("id")));
    }

    private void demandFewer(long owned) {
        if (owned >= ownedMax) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "You own " + owned + " organisations, which is as many as one may.");
        }
    }

    private static List<Organisation> organisations(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Organisation(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getString("slug"),
                        Role.labelled(row.getString("role")),
                        row.getOffsetDateTime("created_at").toInstant()))
                .toList();
    }
}
