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
import org.jspecify.annotations.Nullable;

/// What concerns one person in all organisations, each of which is a tenant of its own.
@ApplicationScoped
class OwnOrganisations {

    private static final String LIST = "select id, name, slug, role, created_at from organisations_of($1, $2, $3)";
    private static final String OWNED = "select owned_organisations($1) as owned";
    private static final String MADE = "select organisation_made_by($1, $2) as id";

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

    /// Fails with a problem `conflict` if the subject owns as many as one may; `forbidden` where there
    /// are none.
    Uni<Void> demandRoom(String subject) {
        if (!tenancy.hasOrganisations()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This installation has no organisations.");
        }
        return pool.preparedQuery(OWNED)
                .execute(Tuple.of(subject))
                .map(rows -> rows.iterator().next().getLong("owned"))
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
