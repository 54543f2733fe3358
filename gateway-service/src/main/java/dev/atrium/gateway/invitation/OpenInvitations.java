package dev.atrium.gateway.invitation;

import dev.atrium.gateway.edge.Timestamps;
import dev.atrium.gateway.organisation.Inside;
import dev.atrium.gateway.policy.Role;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Finds invitations by their tokens, and lets each be used once, by whom it was meant for.
@ApplicationScoped
class OpenInvitations {

    private static final String FIND = "select id, tenant, invited_by from find_invitation($1)";

    private final Pool pool;
    private final InstantSource clock;
    private final InvitationConfig.MatchEmail match;

    OpenInvitations(Pool pool, InstantSource clock, InvitationConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.match = config.matchEmail();
    }

    /// An invitation, whatever has become of it.
    record Found(UUID id, UUID organisation, String invitedBy, String hash) {}

    Uni<Optional<Found>> find(InvitationToken token) {
        String hash = token.hash();
        return pool.preparedQuery(FIND).execute(Tuple.of(hash)).map(rows -> first(rows, hash));
    }

    /// Uses an invitation up, in the inviter's transaction.
    ///
    /// @throws ProblemException `not-found` if it cannot be used, or its inviter could not invite now;
    ///     `forbidden` if another address was invited and that counts
    Uni<InvitationRow> use(Inside inviter, Found found, Invitee invitee) {
        return usable(inviter, found).invoke(row -> {
            demandAddress(invitee.email(), row.email);
            row.acceptedAt = Timestamps.now(clock);
            row.acceptedBy = invitee.person().subject();
        });
    }

    /// An invitation that can be used now, by whom it was meant for.
    ///
    /// @throws ProblemException `not-found` if it cannot be used, or its inviter could not invite now
    Uni<InvitationRow> usable(Inside inviter, Found found) {
        return InvitationRow.<InvitationRow>findById(found.id()).map(row -> {
            if (row == null || !isUsable(inviter, row, found, Timestamps.now(clock))) {
                throw refused();
            }
            return row;
        });
    }

    /// The answer to whatever is wrong with a token.
    static ProblemException refused() {
        return new ProblemException(
                ProblemType.NOT_FOUND, "This invitation is unknown, used, revoked or too old. Ask for another one.");
    }

    private static boolean isUsable(Inside inviter, InvitationRow row, Found found, Instant now) {
        return row.tokenHash.equals(found.hash())
                && row.statusAt(now) == Invitation.Status.OPEN
                && inviter.role().isAtLeast(Role.ADMIN)
                && inviter.role().isAtLeast(row.role());
    }

    private void demandAddress(@Nullable String verified, String invited) {
        boolean fits = switch (match) {
            case NEVER -> true;
            case IF_VERIFIED -> verified == null || verified.equalsIgnoreCase(invited);
            case ALWAYS -> verified != null && verified.equalsIgnoreCase(invited);
        };
        if (!fits) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This invitation was sent to another address than the verified one that you sign in with.");
        }
    }

    private static Optional<Found> first(RowSet<Row> rows, String hash) {
        for (Row row : rows) {
            return Optional.of(new Found(
                    row.getUUID("id"), UUID.fromString(row.getString("tenant")), row.getString("invited_by"), hash));
        }
        return Optional.empty();
    }
}
