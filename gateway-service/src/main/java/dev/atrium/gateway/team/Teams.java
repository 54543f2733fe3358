package dev.atrium.gateway.team;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Made;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.gateway.organisation.Inside;
import dev.atrium.gateway.organisation.OrganisationTransactions;
import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and shows teams. All members see them; administrators change them.
@ApplicationScoped
class Teams {

    /// A bound on what one organisation can fill.
    private static final int TEAMS_MAX = 200;

    private final OrganisationTransactions transactions;
    private final Audit audit;
    private final InstantSource clock;

    Teams(OrganisationTransactions transactions, Audit audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// @throws ProblemException `conflict` for a name that is taken, or if there are too many teams;
    ///     `unprocessable` for an idempotency key that was used for something else
    Uni<Made<Team>> create(Caller caller, UUID organisation, NewTeam wish, @Nullable String idempotencyKey) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.ADMIN,
                        attempt(Deed.TEAM_CREATE, ""),
                        inside -> earlier(inside, idempotencyKey)
                                .chain(made -> made == null
                                        ? insert(inside, wish, idempotencyKey)
                                        : Uni.createFrom().item(repeated(made, wish))))
                .onFailure(UniqueIndex::refused)
                .transform(_ -> nameTaken());
    }

    /// Newest first.
    Uni<Page<Team>> list(Caller caller, UUID organisation, PageRequest page) {
        UUID before = page.belowId();
        return transactions
                .read(
                        caller,
                        organisation,
                        Role.VIEWER,
                        _ -> TeamRow.<TeamRow>find("id < ?1 order by id desc", before)
                                .range(0, page.limit())
                                .list())
                .map(rows -> rows.stream().map(Team::of).toList())
                .map(teams -> page.cut(teams, team -> team.id().toString()));
    }

    Uni<Team> find(Caller caller, UUID organisation, UUID id) {
        return transactions
                .read(caller, organisation, Role.VIEWER, _ -> team(id))
                .map(Team::of);
    }

    /// @throws ProblemException `conflict` for a name that is taken
    Uni<Team> rename(Caller caller, UUID organisation, UUID id, NewTeam wish) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.ADMIN,
                        attempt(Deed.TEAM_CHANGE, id.toString()),
                        inside -> team(id).invoke(row -> row.name = wish.name())
                                .call(inside.session()::flush)
                                .call(() -> done(inside, Deed.TEAM_CHANGE, id, Map.of("name", wish.name()))))
                .map(Team::of)
                .onFailure(UniqueIndex::refused)
                .transform(_ -> nameTaken());
    }

    Uni<Void> delete(Caller caller, UUID organisation, UUID id) {
        return transactions.change(
                caller,
                organisation,
                Role.ADMIN,
                attempt(Deed.TEAM_DELETE, id.toString()),
                inside -> team(id).call(row -> inside.session().remove(row))
                        .chain(row -> done(inside, Deed.TEAM_DELETE, id, Map.of("name", row.name))));
    }

    private static Uni<@Nullable TeamRow> earlier(Inside inside, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return Uni.createFrom().nullItem();
        }
        return TeamRow.<TeamRow>find(
                        "createdBy = ?1 and idempotencyKey = ?2",
                        inside.caller().subject(),
                        idempotencyKey)
                .firstResult();
    }

    private Uni<Made<Team>> insert(Inside inside, NewTeam wish, @Nullable String idempotencyKey) {
        TeamRow row = new TeamRow(Ids.next(), inside.caller(), wish.name(), idempotencyKey, Timestamps.now(clock));
        return TeamRow.count()
                .invoke(Teams::demandRoom)
                .chain(() -> inside.session().persist(row))
                .chain(inside.session()::flush)
                .chain(() -> done(inside, Deed.TEAM_CREATE, row.id, Map.of("name", row.name)))
                .replaceWith(() -> Made.now(Team.of(row)));
    }

    private static Made<Team> repeated(TeamRow made, NewTeam wish) {
        if (!made.name.equals(wish.name())) {
            throw IdempotencyKey.reused();
        }
        return Made.before(Team.of(made));
    }

    /// A team of the transaction's organisation.
    static Uni<TeamRow> team(UUID id) {
        return TeamRow.<TeamRow>findById(id)
                .map(row -> Optional.ofNullable(row).orElseThrow(ProblemException::notFound));
    }

    private Uni<Void> done(Inside inside, Deed deed, UUID team, Map<String, ?> detail) {
        return audit.done(inside.session(), inside.caller(), deed, team, detail);
    }

    private static void demandRoom(long teams) {
        if (teams >= TEAMS_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "There are " + teams + " teams; remove one before you make more.");
        }
    }

    private static ProblemException nameTaken() {
        return new ProblemException(ProblemType.CONFLICT, "There is a team with this name.");
    }

    static OrganisationTransactions.Attempt attempt(Deed deed, String target) {
        return new OrganisationTransactions.Attempt(deed, target);
    }
}
