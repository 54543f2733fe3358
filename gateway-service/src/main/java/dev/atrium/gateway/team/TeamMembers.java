package dev.atrium.gateway.team;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.organisation.Inside;
import dev.atrium.gateway.organisation.Members;
import dev.atrium.gateway.organisation.OrganisationTransactions;
import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who belongs to which team. Only members of the organisation do, and whoever leaves it leaves its teams.
@ApplicationScoped
public class TeamMembers {

    private final OrganisationTransactions transactions;
    private final Audit audit;
    private final InstantSource clock;

    TeamMembers(OrganisationTransactions transactions, Audit audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// The teams of a member in its tenant, as [Team#label] calls them.
    public Uni<SortedSet<String>> teamsOf(Caller member) {
        return TenantTransactions.inTenant(
                        member.tenant(),
                        _ -> TeamMemberRow.<TeamMemberRow>find("subject", member.subject())
                                .list())
                .map(rows -> rows.stream()
                        .map(row -> Team.label(row.teamId))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /// Whoever was added last comes first.
    Uni<Page<TeamMember>> list(Caller caller, UUID organisation, UUID team, PageRequest page) {
        UUID before = page.belowId();
        return transactions
                .read(
                        caller,
                        organisation,
                        Role.VIEWER,
                        _ -> Teams.team(team)
                                .chain(() -> TeamMemberRow.<TeamMemberRow>find(
                                                "teamId = ?1 and id < ?2 order by id desc", team, before)
                                        .range(0, page.limit())
                                        .list()))
                .map(rows -> page.cut(rows, row -> row.id.toString()))
                .map(rows ->
                        new Page<>(rows.items().stream().map(TeamMember::of).toList(), rows.nextCursor()));
    }

    /// Adds a member of the organisation to a team; once more changes nothing.
    ///
    /// @throws ProblemException `not-found` if there is no such member or team
    Uni<TeamMember> add(Caller caller, UUID organisation, UUID team, String subject) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.ADMIN,
                        Teams.attempt(Deed.TEAM_MEMBER_ADD, team.toString()),
                        inside -> Teams.team(team)
                                .call(() -> Members.demandMember(subject))
                                .chain(row -> add(inside, row, subject)))
                .map(TeamMember::of);
    }

    Uni<Void> remove(Caller caller, UUID organisation, UUID team, String subject) {
        return transactions.change(
                caller,
                organisation,
                Role.ADMIN,
                Teams.attempt(Deed.TEAM_MEMBER_REMOVE, team.toString()),
                inside -> TeamMembers.row(team, subject)
                        .map(row -> Optional.ofNullable(row).orElseThrow(ProblemException::notFound))
                        .call(row -> inside.session().remove(row))
                        .chain(() -> done(inside, Deed.TEAM_MEMBER_REMOVE, team, subject)));
    }

    /// Adds a member to those of the teams that are still there.
    public Uni<Void> addTo(Inside inside, Collection<UUID> teams, String subject) {
        return teams.stream()
                .map(team -> TeamRow.<TeamRow>findById(team)
                        .chain(row -> row == null
                                ? Uni.createFrom().voidItem()
                                : add(inside, row, subject).replaceWithVoid()))
                .reduce(Uni.createFrom().voidItem(), (one, next) -> one.chain(() -> next));
    }

    /// Fails with a problem `invalid-request` if one of these is no team of the transaction's
    /// organisation.
    public Uni<Void> demand(Collection<UUID> teams) {
        return teams.isEmpty()
                ? Uni.createFrom().voidItem()
                : TeamRow.count("id in ?1", teams)
                        .invoke(found -> {
                            if (found < teams.size()) {
                                throw ProblemException.invalidProperty("/teams", "names a team that does not exist");
                            }
                        })
                        .replaceWithVoid();
    }

    private Uni<TeamMemberRow> add(Inside inside, TeamRow team, String subject) {
        TeamMemberRow row = new TeamMemberRow(Ids.next(), team, subject, Timestamps.now(clock));
        return row(team.id, subject)
                .chain(present -> present == null
                        ? inside.session()
                                .persist(row)
                                .chain(() -> done(inside, Deed.TEAM_MEMBER_ADD, team.id, subject))
                                .replaceWith(row)
                        : Uni.createFrom().item(present));
    }

    private static Uni<@Nullable TeamMemberRow> row(UUID team, String subject) {
        return TeamMemberRow.<TeamMemberRow>find("teamId = ?1 and subject = ?2", team, subject)
                .firstResult();
    }

    private Uni<Void> done(Inside inside, Deed deed, UUID team, String subject) {
        return audit.done(inside.session(), inside.caller(), deed, team, Map.of("member", subject));
    }
}
