package dev.atrium.gateway.organisation;

import dev.atrium.gateway.edge.Believed;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.upkeep.Question;
import dev.atrium.gateway.upkeep.Since;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Knows what somebody is to a tenant. What was found is believed for up to a second ([OrganisationConfig#believe]),
/// also that somebody is a stranger; while the database does not answer, for longer
/// ([OrganisationConfig#believeWithoutDatabase]).
@ApplicationScoped
public class Memberships {

    private static final String FIND = "select role, changed_at from find_membership($1, $2)";

    /// A row at least, with the database's time. A change counts from its commit, but carries a time before it, by the
    /// clock of the database.
    private static final String CHANGED = "select c.tenant, c.subject, c.changed_at, now() as asked"
            + " from (select 1) as one left join"
            + " changed_memberships(coalesce($1::timestamptz, now()) - interval '1 minute') as c on true";

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long MAX_CACHED = 50_000;

    /// Ids of organisations are UUIDs; other tenants need no look-up.
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Pool pool;
    private final Believed<Place, Standing> known;

    /// Somebody in an organisation.
    public record Place(TenantId organisation, String subject) {}

    /// A change of what somebody is in an organisation.
    ///
    /// @param at the database's time
    public record Change(Place place, Instant at) {}

    /// What was changed up to a time.
    ///
    /// @param asked the time, by the clock of the database
    public record Changes(List<Change> changes, Instant asked) {

        public Changes {
            changes = List.copyOf(changes);
        }
    }

    Memberships(Pool pool, OrganisationConfig config) {
        this.pool = pool;
        this.known =
                new Believed<>("memberships", config.believe(), config.believeWithoutDatabase(), MAX_CACHED, this::ask);
    }

    /// What the subject is to the tenant. Fails with a [ProblemException] `unavailable` if the database does not answer
    /// and this was not asked lately. The item arrives on the Vert.x context of the subscriber.
    public Uni<Standing> find(String subject, TenantId tenant) {
        return ID.matcher(tenant.value()).matches()
                ? known.get(new Place(tenant, subject))
                : Uni.createFrom().item(new Standing.Unmanaged());
    }

    /// What was changed at that time or later, at whichever gateway, and perhaps a bit before.
    ///
    /// @param time as an earlier answer told it; null: now
    public Uni<Changes> changedSince(@Nullable Instant time) {
        return Question.ask(pool, CHANGED, Since.parameter(time), PATIENCE).map(Memberships::changes);
    }

    /// Forgets what was read about somebody, because it was just changed here.
    void forget(TenantId organisation, String subject) {
        known.forget(List.of(new Place(organisation, subject)));
    }

    private Uni<Standing> ask(Place place) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(place.organisation().value(), place.subject()))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(Memberships::standing)
                .onFailure()
                .transform(e -> new ProblemException(
                        ProblemType.UNAVAILABLE, "Memberships cannot be checked at the moment.", e));
    }

    private static Standing standing(RowSet<Row> rows) {
        for (Row row : rows) {
            @Nullable String role = row.getString("role");
            return role == null
                    ? new Standing.Stranger()
                    : new Standing.Member(new Membership(
                            Role.labelled(role),
                            row.getOffsetDateTime("changed_at").toInstant()));
        }
        return new Standing.Unmanaged();
    }

    private static Changes changes(RowSet<Row> rows) {
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            @Nullable String tenant = row.getString("tenant");
            if (tenant != null) {
                changes.add(new Change(
                        new Place(new TenantId(tenant), row.getString("subject")),
                        row.getOffsetDateTime("changed_at").toInstant()));
            }
        }
        return new Changes(changes, Since.asked(rows));
    }
}
