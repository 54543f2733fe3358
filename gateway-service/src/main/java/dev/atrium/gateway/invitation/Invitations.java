package dev.atrium.gateway.invitation;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Made;
import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.edge.UniqueIndex;
import dev.atrium.gateway.organisation.Inside;
import dev.atrium.gateway.organisation.OrganisationTransactions;
import dev.atrium.gateway.policy.Role;
import dev.atrium.gateway.team.TeamMembers;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Invites people, and shows and takes back invitations. Administrators do; an organisation has one
/// open invitation for an address.
@ApplicationScoped
class Invitations {

    private final OrganisationTransactions transactions;
    private final TeamMembers teams;
    private final InvitationMails mails;
    private final Audit audit;
    private final InstantSource clock;

    Invitations(
            OrganisationTransactions transactions,
            TeamMembers teams,
            InvitationMails mails,
            Audit audit,
            InstantSource clock) {
        this.transactions = transactions;
        this.teams = teams;
        this.mails = mails;
        this.audit = audit;
        this.clock = clock;
    }

    /// Invites somebody, by a mail that leaves once the transaction is committed.
    ///
    /// @throws ProblemException `forbidden` for a role above the caller's own; `conflict` if there is
    ///     an open invitation for the address, or too many are open; `unprocessable` for an idempotency
    ///     key that was used for something else
    Uni<Made<Invitation>> create(
            Caller caller, UUID organisation, NewInvitation wish, @Nullable String idempotencyKey) {
        return transactions
                .change(caller, organisation, Role.ADMIN, attempt(Deed.INVITATION_CREATE, ""), inside -> {
                    inside.demandMayGive(wish.role());
                    return earlier(inside, idempotencyKey)
                            .chain(made -> made == null
                                    ? invite(inside, wish, idempotencyKey)
                                    : Uni.createFrom().item(repeated(made, wish)));
                })
                .onFailure(UniqueIndex::refused)
                .transform(_ -> alreadyInvited());
    }

    /// Newest first.
    ///
    /// @param status only invitations of which this has become
    Uni<Page<Invitation>> list(Caller caller, UUID organisation, Optional<Invitation.Status> status, PageRequest page) {
        UUID before = page.belowId();
        Instant now = Timestamps.now(clock);
        Map<String, Object> parameters = new HashMap<>(Map.of("before", before));
        String condition = status.map(s -> " and " + s.condition()).orElse("");
        if (condition.contains(":now")) {
            parameters.put("now", now);
        }
        return transactions
                .read(
                        caller,
                        organisation,
                        Role.ADMIN,
                        _ -> InvitationRow.<InvitationRow>find(
                                        "id < :before" + condition + " order by id desc", parameters)
                                .range(0, page.limit())
                                .list())
                .map(rows -> rows.stream().map(row -> Invitation.of(row, now)).toList())
                .map(found -> page.cut(found, invitation -> invitation.id().toString()));
    }

    Uni<Invitation> find(Caller caller, UUID organisation, UUID id) {
        return transactions
                .read(caller, organisation, Role.ADMIN, _ -> row(id))
                .map(row -> Invitation.of(row, Timestamps.now(clock)));
    }

    /// Sends an invitation once more, with another token and all its time.
    ///
    /// @throws ProblemException `conflict` if it was accepted or revoked, sent a moment ago, or too often
    Uni<Invitation> resend(Caller caller, UUID organisation, UUID id) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.ADMIN,
                        attempt(Deed.INVITATION_RESEND, id.toString()),
                        inside -> row(id).invoke(row -> inside.demandMayGive(row.role()))
                                .invoke(row -> mails.demandMayBeSent(row, Timestamps.now(clock)))
                                .call(row -> mails.send(inside, row, Timestamps.now(clock)))
                                .call(row -> done(inside, Deed.INVITATION_RESEND, row)))
                .map(row -> Invitation.of(row, Timestamps.now(clock)));
    }

    /// Takes an invitation back; once more changes nothing.
    ///
    /// @throws ProblemException `conflict` if it was accepted
    Uni<Void> revoke(Caller caller, UUID organisation, UUID id) {
        return transactions
                .change(
                        caller,
                        organisation,
                        Role.ADMIN,
                        attempt(Deed.INVITATION_REVOKE, id.toString()),
                        inside -> row(id).call(row -> revoke(inside, row)))
                .replaceWithVoid();
    }

    private Uni<Made<Invitation>> invite(Inside inside, NewInvitation wish, @Nullable String idempotencyKey) {
        Instant now = Timestamps.now(clock);
        InvitationRow row = new InvitationRow(Ids.next(), inside.caller(), wish, idempotencyKey, now);
        return teams.demand(wish.teamIds())
                .chain(() -> closeExpired(wish.email(), now))
                .chain(() -> InvitationRow.count("acceptedAt is null and revokedAt is null and expiresAt > ?1", now))
                .invoke(mails::demandRoom)
                .chain(() -> mails.send(inside, row, now))
                .chain(() -> done(inside, Deed.INVITATION_CREATE, row))
                .replaceWith(() -> Made.now(Invitation.of(row, now)));
    }

    /// Of one address one invitation is open, also one that nobody came for.
    private static Uni<Integer> closeExpired(String email, Instant now) {
        return InvitationRow.update(
                "revokedAt = ?1 where acceptedAt is null and revokedAt is null and expiresAt <= ?1"
                        + " and lower(email) = lower(?2)",
                now,
                email);
    }

    private Uni<Void> revoke(Inside inside, InvitationRow row) {
        if (row.acceptedAt != null) {
            throw new ProblemException(ProblemType.CONFLICT, "The invitation was accepted; remove the member instead.");
        }
        if (row.revokedAt != null) {
            return Uni.createFrom().voidItem();
        }
        row.revokedAt = Timestamps.now(clock);
        return done(inside, Deed.INVITATION_REVOKE, row);
    }

    private static Uni<@Nullable InvitationRow> earlier(Inside inside, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return Uni.createFrom().nullItem();
        }
        return InvitationRow.<InvitationRow>find(
                        "invitedBy = ?1 and idempotencyKey = ?2",
                        inside.caller().subject(),
                        idempotencyKey)
                .firstResult();
    }

    private Made<Invitation> repeated(InvitationRow made, NewInvitation wish) {
        if (!made.isFrom(wish)) {
            throw IdempotencyKey.reused();
        }
        return Made.before(Invitation.of(made, Timestamps.now(clock)));
    }

    private Uni<Void> done(Inside inside, Deed deed, InvitationRow row) {
        return audit.done(inside.session(), inside.caller(), deed, row.id, Map.of("role", row.role));
    }

    /// An invitation of the transaction's organisation.
    private static Uni<InvitationRow> row(UUID id) {
        return InvitationRow.<InvitationRow>findById(id)
                .map(row -> Optional.ofNullable(row).orElseThrow(ProblemException::notFound));
    }

    private static OrganisationTransactions.Attempt attempt(Deed deed, String target) {
        return new OrganisationTransactions.Attempt(deed, target);
    }

    private static ProblemException alreadyInvited() {
        return new ProblemException(
                ProblemType.CONFLICT, "There is an open invitation for this address; send it once more instead.");
    }
}
