package dev.atrium.gateway.invitation;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.organisation.Inside;
import dev.atrium.gateway.organisation.Joining;
import dev.atrium.gateway.organisation.Members;
import dev.atrium.gateway.organisation.Organisation;
import dev.atrium.gateway.organisation.OrganisationTransactions;
import dev.atrium.gateway.team.TeamMembers;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/// Lets people in who were invited. An invitation is worth what its inviter may at the moment: nothing,
/// if that is no administrator any more. Whatever is wrong with a token, the answer is the same.
@ApplicationScoped
class InvitationAcceptance {

    private final OpenInvitations invitations;
    private final OrganisationTransactions transactions;
    private final Joining joining;
    private final TeamMembers teams;
    private final Audit audit;

    InvitationAcceptance(
            OpenInvitations invitations,
            OrganisationTransactions transactions,
            Joining joining,
            TeamMembers teams,
            Audit audit) {
        this.invitations = invitations;
        this.transactions = transactions;
        this.joining = joining;
        this.teams = teams;
        this.audit = audit;
    }

    /// Uses an invitation up. Who is a member already stays what it is.
    ///
    /// @throws ProblemException `not-found` for a token that is unknown, used, revoked or too old;
    ///     `forbidden` for who is not a signed-in user, or comes with another address; `conflict` if
    ///     the organisation is full
    Uni<Organisation> accept(Invitee invitee, String token) {
        Members.demandUser(invitee.person());
        return find(token).chain(open -> accept(invitee, open));
    }

    /// Tells who comes with an invitation what it is; it stays as it is.
    ///
    /// @throws ProblemException `not-found` for a token that is unknown, used, revoked or too old
    Uni<InvitationView> show(String token) {
        return find(token)
                .chain(open -> transactions
                        .readOnBehalfOf(
                                open.invitedBy(),
                                open.organisation(),
                                inviter ->
                                        invitations.usable(inviter, open).map(row -> InvitationView.of(inviter, row)))
                        .onFailure(ProblemException.ofType(ProblemType.NOT_FOUND))
                        .transform(_ -> OpenInvitations.refused()));
    }

    private Uni<OpenInvitations.Found> find(String token) {
        return InvitationToken.of(token)
                .map(invitations::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.orElseThrow(OpenInvitations::refused));
    }

    private Uni<Organisation> accept(Invitee invitee, OpenInvitations.Found found) {
        return transactions
                .onBehalfOf(
                        found.invitedBy(),
                        found.organisation(),
                        inviter -> invitations
                                .use(inviter, found, invitee)
                                .chain(row -> welcome(inviter, invitee.person(), row)))
                .onFailure(ProblemException.ofType(ProblemType.NOT_FOUND))
                .transform(_ -> OpenInvitations.refused());
    }

    private Uni<Organisation> welcome(Inside inviter, Caller person, InvitationRow row) {
        Caller inside = new Caller(
                person.subject(),
                inviter.tenant(),
                person.handle(),
                row.role().roles(),
                row.role().scopes());
        return joining.join(inviter, person, row.role())
                .call(() -> teams.addTo(inviter, row.teamIds(), person.subject()))
                .call(() -> audit.done(
                        inviter.session(),
                        inside,
                        Deed.INVITATION_ACCEPT,
                        row.id,
                        Map.of("role", row.role, "invitedBy", row.invitedBy)));
    }
}
